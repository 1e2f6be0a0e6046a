namespace Pipeline.Core.Numerics;

/// <summary>
/// Tails of a binomial count B of n trials, each a success with probability p, through the incomplete beta function, so that
/// small tails keep their digits. Golden values: statistics.json, <c>binomial_test_greater</c>.
/// </summary>
public static class Binomial
{
    /// <summary>P[B &gt;= k]: the p-value of a one-sided test that the rate is above p.</summary>
    public static double AtLeast(int k, int n, double p) =>
        k <= 0 ? 1 : k > n ? 0 : Beta.Cumulative(k, n - k + 1, p);

    /// <summary>P[B &lt;= k]: the p-value of a one-sided test that the rate is below p.</summary>
    public static double AtMost(int k, int n, double p) =>
        k < 0 ? 0 : k >= n ? 1 : Beta.Cumulative(n - k, k + 1, 1 - p);

    /// <summary>P[B = k] for every k from 0 to n.</summary>
    /// <param name="n">Trials.</param>
    /// <param name="logSuccess">ln p.</param>
    /// <param name="logFailure">ln (1 - p), given apart so that it keeps its digits where p nears 1.</param>
    public static double[] Probabilities(int n, double logSuccess, double logFailure)
    {
        var probabilities = new double[n + 1];
        for (var k = 0; k <= n; k++) probabilities[k] = Math.Exp(LogChoose(n, k) + Times(k, logSuccess) + Times(n - k, logFailure));
        return probabilities;

        // 0 times minus infinity is nothing here: no trial of that kind took place.
        static double Times(int count, double log) => count == 0 ? 0 : count * log;
    }

    /// <summary>ln of the number of ways to choose k of n.</summary>
    public static double LogChoose(int n, int k) => Beta.LogGamma(n + 1) - Beta.LogGamma(k + 1) - Beta.LogGamma(n - k + 1);
}
