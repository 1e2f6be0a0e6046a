using Pipeline.Reports.Html;

namespace Pipeline.Reports.Figures;

/// <summary>Accuracy by number of training texts, a line for each kind of text. Lines differ in dash and mark, not in colour alone.</summary>
internal static class LowDataFigure
{
    private const double Left = 52, Top = 16, Width = 470, Height = 210, Nudge = 5;
    private static readonly string[] Kinds = ["private", "candidate", "zero-shot"];

    public static Figure Draw(IReadOnlyList<CurvePoint> curve, double chance)
    {
        var sizes = curve.Select(point => point.Texts).Distinct().Order().ToList();
        var finite = curve.Where(point => double.IsFinite(point.Accuracy)).ToList();
        var least = Math.Floor(Math.Max(0, finite.Select(point => point.Lower).Append(chance).Min() - .02) * 10) / 10;
        double X(int texts) => Left + 24 + (sizes.Count < 2 ? .5 : Math.Log((double)texts / sizes[0]) / Math.Log((double)sizes[^1] / sizes[0])) * (Width - 48);
        double Y(double share) => Top + (1 - (Math.Clamp(share, least, 1) - least) / (1 - least)) * Height;
        var ticks = Enumerable.Range(0, 11).Select(i => i / 10.0).Where(share => share >= least - 1e-9);
        return Figure.Of(700, Top + Height + 44, "Accuracy by number of training texts: " + string.Join("; ", finite.Select(point => $"{point.Texts} {point.TrainingSet} {Shown.Share(point.Accuracy)}")), "lowdata",
            ticks.SelectMany(share => new[]
            {
                Figure.Line(Left, Y(share), Left + Width, Y(share), "grid"),
                Figure.Text(Left - 8, Y(share) + 4, Shown.Share(share), "tick", "end"),
            }),
            sizes.Select(size => Figure.Text(X(size), Top + Height + 18, Shown.Count(size), "tick", "middle")),
            Figure.Text(Left + Width / 2, Top + Height + 36, "training texts", "axis", "middle"),
            Figure.Line(Left, Y(chance), Left + Width, Y(chance), "guessing"),
            Kinds.SelectMany((kind, index) => Line(kind, [.. finite.Where(point => point.TrainingSet == kind).OrderBy(point => point.Texts)], (index - 1) * Nudge, X, Y)),
            Kinds.SelectMany((kind, index) => Key(kind, index)));
    }

    private static IEnumerable<object> Line(string kind, List<CurvePoint> points, double nudge, Func<int, double> x, Func<double, double> y)
    {
        yield return Figure.Curve(points.Select(point => (x(point.Texts) + nudge, y(point.Accuracy))), "line " + kind);
        foreach (var point in points)
        {
            var at = x(point.Texts) + nudge;
            yield return Figure.Line(at, y(point.Lower), at, y(point.Upper), "error " + kind);
            yield return Figure.Dot(at, y(point.Accuracy), 3.5, "dot " + kind);
        }
    }

    private static IEnumerable<object> Key(string kind, int index)
    {
        var middle = Top + 14 + index * 22;
        yield return Figure.Line(Left + Width + 18, middle, Left + Width + 46, middle, "line " + kind);
        yield return Figure.Dot(Left + Width + 32, middle, 3.5, "dot " + kind);
        yield return Figure.Text(Left + Width + 54, middle + 4, kind == "candidate" ? "this run" : kind, "label");
    }
}
