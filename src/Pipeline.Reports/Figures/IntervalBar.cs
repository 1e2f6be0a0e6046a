using Pipeline.Reports.Html;

namespace Pipeline.Reports.Figures;

/// <summary>A share with its interval on a common scale, and the policy's limit where there is one.</summary>
internal static class IntervalBar
{
    private const double Left = 6, Width = 148;
    private static readonly double[] Scales = [.01, .02, .05, .1, .2, .5, 1];

    /// <summary>The shortest scale on which all of these show.</summary>
    public static double ScaleFor(IEnumerable<double> values) =>
        Scales.FirstOrDefault(scale => values.All(value => !(value > scale)), 1);

    /// <summary>Draws one share; the scale ends at <paramref name="scale"/>.</summary>
    public static Figure Draw(double estimate, Interval interval, double scale, double? limit)
    {
        double X(double share) => Left + Math.Clamp(share / scale, 0, 1) * Width;
        return Figure.Of(160, 26, Describe(estimate, interval, limit), "interval",
            Figure.Line(X(0), 13, X(scale), 13, "track"),
            Figure.Line(X(0), 10, X(0), 16, "track"), Figure.Line(X(scale), 10, X(scale), 16, "track"),
            Figure.Box(X(interval.Lower), 10, Math.Max(1.5, X(interval.Upper) - X(interval.Lower)), 6, "range", 3),
            Figure.Dot(X(estimate), 13, 4, "point"),
            limit is { } bound && bound <= scale ? Figure.Line(X(bound), 3, X(bound), 23, "limit") : null);
    }

    private static string Describe(double estimate, Interval interval, double? limit) =>
        $"{Shown.Share(estimate)}, 95 % interval {Shown.Between(interval.Lower, interval.Upper)}"
        + (limit is { } bound ? $", policy limit {Shown.Share(bound)}" : "");
}
