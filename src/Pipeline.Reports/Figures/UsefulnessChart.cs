using Pipeline.Reports.Html;

namespace Pipeline.Reports.Figures;

/// <summary>Accuracy a training set as a bar with its interval, beside the line of blind guessing.</summary>
internal static class UsefulnessChart
{
    private const double Left = 190, Width = 430, RowHeight = 38, Top = 26;
    private static readonly double[] Ticks = [0, .25, .5, .75, 1];

    public static Figure Draw(IReadOnlyList<UsefulnessRow> rows, double chance)
    {
        double X(double share) => Left + Math.Clamp(share, 0, 1) * Width;
        var bottom = Top + rows.Count * RowHeight;
        return Figure.Of(700, bottom + 26, "Accuracy on the holdout: " + string.Join("; ", rows.Select(Describe)), "usefulness",
            Ticks.SelectMany(share => new[]
            {
                Figure.Line(X(share), Top - 4, X(share), bottom, "grid"),
                Figure.Text(X(share), bottom + 18, Shown.Share(share), "tick", "middle"),
            }),
            rows.SelectMany((row, index) => Row(row, Top + index * RowHeight, X)),
            Figure.Line(X(chance), Top - 4, X(chance), bottom, "guessing"),
            Figure.Text(X(chance), Top - 11, "guessing", "tick", "middle"));
    }

    private static IEnumerable<object> Row(UsefulnessRow row, double top, Func<double, double> x)
    {
        var middle = top + RowHeight / 2;
        yield return Figure.Text(Left - 12, middle + 4, Figure.Fit(row.TrainingSet, 26), row.IsCandidate ? "label strong" : "label", "end");
        yield return Figure.Box(Left, middle - 9, x(row.Accuracy) - Left, 18, row.IsCandidate ? "bar candidate" : "bar", 2);
        yield return Figure.Line(x(row.Lower), middle, x(row.Upper), middle, "halo");
        yield return Figure.Line(x(row.Lower), middle, x(row.Upper), middle, "error");
        yield return Figure.Line(x(row.Lower), middle - 4, x(row.Lower), middle + 4, "error");
        yield return Figure.Line(x(row.Upper), middle - 4, x(row.Upper), middle + 4, "error");
        yield return Figure.Text(Left + Width + 14, middle + 4, Shown.Share(row.Accuracy), row.IsCandidate ? "value strong" : "value");
    }

    private static string Describe(UsefulnessRow row) => $"{row.TrainingSet} {Shown.Share(row.Accuracy)} ({Shown.Between(row.Lower, row.Upper)})";
}
