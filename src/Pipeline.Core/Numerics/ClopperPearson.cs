namespace Pipeline.Core.Numerics;

/// <summary>
/// Exact confidence bounds of a binomial proportion (Clopper and Pearson 1934), one-sided: all of 1 - confidence is spent
/// on the side asked for. Golden values: statistics.json, <c>binomial_intervals</c> and <c>zero_hits</c>.
/// </summary>
public static class ClopperPearson
{
    /// <summary>Upper bound of the rate when k of n were seen; 1 when k = n or n = 0.</summary>
    public static double Upper(int k, int n, double confidence) =>
        k >= n ? 1 : Beta.Quantile(k + 1, n - k, confidence);

    /// <summary>Lower bound of the rate when k of n were seen; 0 when k = 0.</summary>
    public static double Lower(int k, int n, double confidence) =>
        k == 0 ? 0 : Beta.Quantile(k, n - k + 1, 1 - confidence);

    /// <summary>The least n for which no hit at all bounds the rate by <paramref name="bound"/>: ln(1 - confidence) / ln(1 - bound).</summary>
    public static int ZeroHitsNeeded(double bound, double confidence)
    {
        if (bound <= 0) return int.MaxValue;
        if (bound >= 1) return 1;
        var n = (int)Math.Max(1, Math.Floor(Math.Log(1 - confidence) / NearZero.LogOnePlus(-bound)) - 1);
        while (-NearZero.ExpMinusOne(NearZero.LogOnePlus(-confidence) / n) > bound) n++;
        return n;
    }
}
