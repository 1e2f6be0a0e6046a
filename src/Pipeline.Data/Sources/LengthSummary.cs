namespace Pipeline.Data.Sources;

/// <summary>How long texts are, in one measure of length.</summary>
/// <param name="Least">Of the shortest.</param>
/// <param name="Mean">On average.</param>
/// <param name="Median">Of the one in the middle.</param>
/// <param name="LowerQuarter">What a quarter do not exceed.</param>
/// <param name="UpperQuarter">What three quarters do not exceed.</param>
/// <param name="Percentile95">What 95 in 100 do not exceed.</param>
/// <param name="Most">Of the longest.</param>
public sealed record LengthSummary(double Least, double Mean, double Median, double LowerQuarter, double UpperQuarter, double Percentile95, double Most)
{
    /// <summary>Sums up lengths; zeros when there are none.</summary>
    public static LengthSummary Of(IReadOnlyList<int> lengths)
    {
        if (lengths.Count == 0) return new LengthSummary(0, 0, 0, 0, 0, 0, 0);
        var sorted = lengths.Order().ToArray();
        return new LengthSummary(sorted[0], sorted.Average(length => (double)length), Quantile(sorted, .5), Quantile(sorted, .25), Quantile(sorted, .75), Quantile(sorted, .95), sorted[^1]);
    }

    /// <summary>Type 7 of Hyndman and Fan (1996), the default of R and NumPy.</summary>
    private static double Quantile(int[] sorted, double p)
    {
        var at = p * (sorted.Length - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
