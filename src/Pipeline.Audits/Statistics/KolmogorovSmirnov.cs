using System.Numerics;

namespace Pipeline.Audits.Statistics;

/// <summary>
/// The two-sample test of Kolmogorov and Smirnov: could two lists of numbers come from one source? Golden values:
/// statistics.json, <c>kolmogorov_smirnov</c>.
/// </summary>
public sealed class KolmogorovSmirnov
{
    private readonly int m, n;
    private readonly long gap; // D in units of 1 / (m n)

    /// <summary>Compares the lists.</summary>
    /// <exception cref="ArgumentException">One is empty, or holds NaN.</exception>
    public KolmogorovSmirnov(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count == 0 || b.Count == 0 || a.Concat(b).Any(double.IsNaN)) throw new ArgumentException("Two lists of numbers are needed.", nameof(a));
        (m, n) = (a.Count, b.Count);
        double[] first = [.. a.Order()], second = [.. b.Order()];
        int i = 0, j = 0;
        while (i < m || j < n)
        {
            var next = i == m ? second[j] : j == n ? first[i] : Math.Min(first[i], second[j]);
            while (i < m && first[i] == next) i++;
            while (j < n && second[j] == next) j++;
            gap = Math.Max(gap, Math.Abs((long)i * n - (long)j * m));
        }
    }

    /// <summary>D: the greatest distance of the two distribution functions.</summary>
    public double Distance => (double)gap / ((double)m * n);

    /// <summary>
    /// P[a distance as great, if both come from one continuous source], by counting lattice paths in whole numbers. With ties it errs
    /// on the great side. Takes time in proportion to m n, and to the digits of the count.
    /// </summary>
    public double ExactP()
    {
        if (gap == 0) return 1;
        // Paths from (0, 0) to (m, n) that keep strictly inside |i/m - j/n| < D.
        var row = new BigInteger[n + 1];
        for (var i = 0; i <= m; i++)
        {
            for (var j = 0; j <= n; j++)
            {
                if (Math.Abs((long)i * n - (long)j * m) >= gap) row[j] = BigInteger.Zero;
                else if (i == 0 && j == 0) row[j] = BigInteger.One;
                else row[j] = (i > 0 ? row[j] : BigInteger.Zero) + (j > 0 ? row[j - 1] : BigInteger.Zero);
            }
        }
        var all = BigInteger.One;
        for (var i = 1; i <= n; i++) all = all * (m + i) / i;
        return Math.Min(1, Math.Exp(BigInteger.Log(all - row[n]) - BigInteger.Log(all)));
    }

    /// <summary>The limit for many numbers: Q(D sqrt(mn / (m + n))) with Kolmogorov's Q.</summary>
    public double LimitP() => Tail(Distance * Math.Sqrt((double)m * n / (m + n)));

    /// <summary>Kolmogorov's Q(x) = 2 sum_k (-1)^(k-1) e^(-2 k^2 x^2); by its other series, in which no terms cancel, for small x.</summary>
    private static double Tail(double x)
    {
        if (x < .1) return 1;
        var sum = 0.0;
        if (x < 1)
        {
            for (var k = 1; k < 40; k += 2) sum += Math.Exp(-k * k * Math.PI * Math.PI / (8 * x * x));
            return 1 - Math.Sqrt(2 * Math.PI) / x * sum;
        }
        for (var k = 1; k <= 20; k++) sum += (k % 2 == 1 ? 1 : -1) * Math.Exp(-2.0 * k * k * x * x);
        return Math.Min(1, 2 * sum);
    }
}
