namespace Pipeline.Audits.Statistics;

/// <summary>
/// Permutation tests: were the labels of two groups exchangeable, how often would the first group's sum be as great? Golden
/// values: statistics.json, <c>permutation_p</c> and <c>permutation_test</c>.
/// </summary>
public static class Permutation
{
    /// <summary>
    /// The p-value when b of m random permutations are as extreme as what was seen: (b + 1) / (m + 1), never 0, since what was seen
    /// is a permutation too (Phipson and Smyth 2010).
    /// </summary>
    public static double P(int b, int m) => (b + 1.0) / (m + 1);

    /// <summary>The exact p-value that the first group's sum is so great, over every way to split the pool; for some twenty numbers.</summary>
    /// <returns>How many splits there are, and how many have a sum at least as great.</returns>
    public static (int Splits, int AtLeastAsLarge) Enumerate(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        double[] pool = [.. a, .. b];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pool.Length, 25, nameof(b));
        var (observed, splits, large) = (a.Sum(), 0, 0);
        for (var chosen = 0; chosen < 1 << pool.Length; chosen++)
        {
            if (int.PopCount(chosen) != a.Count) continue;
            splits++;
            var sum = 0.0;
            for (var i = 0; i < pool.Length; i++) if ((chosen >> i & 1) == 1) sum += pool[i];
            if (sum >= observed) large++;
        }
        return (splits, large);
    }

    /// <summary>The same over random splits, for groups of any size.</summary>
    /// <param name="a">The first group.</param>
    /// <param name="b">The second.</param>
    /// <param name="splits">How many to draw.</param>
    /// <param name="seed">Decides the draws.</param>
    /// <param name="cancellation">Checked at each draw.</param>
    public static double Greater(IReadOnlyList<double> a, IReadOnlyList<double> b, int splits, int seed, CancellationToken cancellation)
    {
        double[] pool = [.. a, .. b];
        var random = new Random(seed);
        var (observed, large) = (a.Sum(), 0);
        // Sums in another order differ by rounding; what is equal but for that is as extreme.
        var least = observed - 1e-12 * pool.Sum(Math.Abs);
        for (var split = 0; split < splits; split++)
        {
            cancellation.ThrowIfCancellationRequested();
            random.Shuffle(pool);
            if (pool.Take(a.Count).Sum() >= least) large++;
        }
        return P(large, splits);
    }
}
