using Pipeline.Reports.Html;

namespace Pipeline.Reports.Figures;

/// <summary>How well the gradients agree at every step of the path: 1 is the same direction, 0 none in common.</summary>
internal static class CosinePath
{
    private const double Left = 34, Top = 10, Width = 420, Height = 84;

    public static Figure Draw(IReadOnlyList<double> cosines)
    {
        var least = cosines.Any(cosine => cosine < 0) ? -1.0 : 0;
        double X(int step) => Left + (cosines.Count < 2 ? .5 : step / (cosines.Count - 1.0)) * Width;
        double Y(double cosine) => Top + (1 - (Math.Clamp(cosine, least, 1) - least) / (1 - least)) * Height;
        var points = cosines.Select((cosine, step) => (X(step), Y(cosine))).Where(point => double.IsFinite(point.Item2)).ToList();
        return Figure.Of(480, 124, $"Cosine of the gradients along {cosines.Count} steps, from {Shown.Number(cosines[0])} to {Shown.Number(cosines[^1])}.", "cosines",
            Figure.Line(Left, Y(0), Left + Width, Y(0), "grid"), Figure.Line(Left, Y(1), Left + Width, Y(1), "grid"),
            Figure.Text(Left - 8, Y(1) + 4, "1", "tick", "end"), Figure.Text(Left - 8, Y(0) + 4, "0", "tick", "end"),
            least < 0 ? Figure.Text(Left - 8, Y(-1) + 4, "−1", "tick", "end") : null,
            Figure.Curve(points, "curve"),
            points.Select(point => Figure.Dot(point.Item1, point.Item2, 2, "point")),
            Figure.Text(Left, Top + Height + 20, "first step", "tick"),
            Figure.Text(Left + Width, Top + Height + 20, "last step", "tick", "end"));
    }
}
