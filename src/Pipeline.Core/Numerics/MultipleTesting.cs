namespace Pipeline.Core.Numerics;

/// <summary>
/// P-values corrected for having been looked at together, in the order they came in. A corrected p-value at most alpha is what
/// the procedure rejects at alpha. Golden values: statistics.json, <c>multiple_testing</c>.
/// </summary>
public static class MultipleTesting
{
    /// <summary>Each times their number: the chance of any false rejection is at most alpha, however they depend on each other.</summary>
    public static double[] Bonferroni(IReadOnlyList<double> p) => [.. p.Select(value => Math.Min(1, value * p.Count))];

    /// <summary>
    /// Holm's step-down procedure (1979): the smallest times m, the next times m - 1, and so on, and none below the one before it.
    /// The same promise as Bonferroni under the same conditions, none: no corrected value is ever greater.
    /// </summary>
    public static double[] Holm(IReadOnlyList<double> p)
    {
        var corrected = new double[p.Count];
        var running = 0.0;
        foreach (var (rank, i) in Ascending(p).Index())
        {
            running = Math.Max(running, Math.Min(1, p[i] * (p.Count - rank)));
            corrected[i] = running;
        }
        return corrected;
    }

    /// <summary>
    /// Benjamini and Hochberg (1995): bounds the expected share of false ones among those rejected, when they are independent. For
    /// reading long lists; the gate does not use it.
    /// </summary>
    public static double[] BenjaminiHochberg(IReadOnlyList<double> p)
    {
        var corrected = new double[p.Count];
        var running = 1.0;
        foreach (var (rank, i) in Ascending(p).Index().Reverse())
        {
            running = Math.Min(running, p[i] * p.Count / (rank + 1));
            corrected[i] = running;
        }
        return corrected;
    }

    private static IEnumerable<int> Ascending(IReadOnlyList<double> p) => Enumerable.Range(0, p.Count).OrderBy(i => p[i]);
}
