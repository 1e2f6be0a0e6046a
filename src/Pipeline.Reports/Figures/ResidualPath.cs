using Pipeline.Reports.Html;

namespace Pipeline.Reports.Figures;

/// <summary>
/// Primal and dual residual of every round over all labels together, each relative to its own greatest value: both fall to 0
/// where the alternation has settled.
/// </summary>
internal static class ResidualPath
{
    private const double Left = 34, Top = 10, Width = 420, Height = 84;

    public static Figure Draw(IReadOnlyList<ClassRefinement> classes)
    {
        var rounds = classes.Max(label => label.Rounds.Count);
        // A label that stopped early stays where it stopped: nothing moves any more.
        double[] Whole(Func<RefinementRound, double> value, bool rests) =>
            [.. Enumerable.Range(0, rounds).Select(r => Math.Sqrt(classes.Where(label => label.Rounds.Count > 0 && (!rests || r < label.Rounds.Count))
                .Sum(label => Math.Pow(value(label.Rounds[Math.Min(r, label.Rounds.Count - 1)]), 2))))];
        var (primal, dual) = (Whole(round => round.Primal, rests: false), Whole(round => round.Dual, rests: true));
        return Figure.Of(480, 124, $"Primal residual from {Shown.Number(primal[0])} to {Shown.Number(primal[^1])}, dual residual from {Shown.Number(dual[0])} to {Shown.Number(dual[^1])}, in {rounds} rounds.", "cosines",
            Figure.Line(Left, Y(0), Left + Width, Y(0), "grid"), Figure.Line(Left, Y(1), Left + Width, Y(1), "grid"),
            Figure.Text(Left - 8, Y(0) + 4, "0", "tick", "end"), Figure.Text(Left - 8, Y(1) + 4, "most", "tick", "end"),
            Curve(primal, "curve", "point"), Curve(dual, "curve second", "point second"),
            Figure.Text(Left, Top + Height + 20, "first round", "tick"), Figure.Text(Left + Width, Top + Height + 20, "last round", "tick", "end"));
    }

    private static object[] Curve(double[] values, string line, string dot)
    {
        var most = values.Max();
        var points = values.Select((value, round) => (X: Left + (values.Length < 2 ? .5 : round / (values.Length - 1.0)) * Width, Y: Y(most > 0 ? value / most : 0))).ToList();
        return [Figure.Curve(points, line), points.Select(point => Figure.Dot(point.X, point.Y, 2.5, dot))];
    }

    private static double Y(double share) => Top + (1 - Math.Clamp(share, 0, 1)) * Height;
}
