namespace Pipeline.Core.Numerics;

/// <summary>
/// The equal-tailed Bayesian interval of a proportion under Jeffreys' prior Beta(1/2, 1/2), with the ends set to 0 and 1 where no
/// hit, or nothing but hits, was seen (Brown, Cai, DasGupta 2001).
/// </summary>
public static class JeffreysInterval
{
    /// <summary>The interval when k of n were seen, two-sided.</summary>
    public static (double Lower, double Upper) Of(int k, int n, double confidence) =>
        (k == 0 ? 0 : Quantile(k, n, (1 - confidence) / 2), k == n ? 1 : Quantile(k, n, (1 + confidence) / 2));

    /// <summary>The quantile of the posterior Beta(k + 1/2, n - k + 1/2).</summary>
    public static double Quantile(int k, int n, double p) => Beta.Quantile(k + .5, n - k + .5, p);
}
