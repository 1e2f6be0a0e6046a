using Pipeline.Core.Evidence;

namespace Pipeline.Audits.Usefulness;

/// <summary>
/// The mean of a table with a row for each draw of a training set and a column for each item it is tried on. Both are
/// samples, so the variance of the mean is the sum of that between the items' means over their number and that between
/// the draws' means over theirs. Each part holds a little of the other's noise: the sum errs on the wide side (Owen,
/// "The pigeonhole bootstrap", 2007).
/// </summary>
public static class Crossed
{
    /// <summary>One draw that only holds 0 and 1 is an exact proportion; else a mean with its error.</summary>
    /// <param name="draws">[draws][items].</param>
    public static Statistic Of(IReadOnlyList<double[]> draws) => draws.Count == 1 && draws[0].All(value => value is 0 or 1)
        ? new Proportion(draws[0].Count(value => value == 1), draws[0].Length)
        : Mean(draws);

    /// <summary>The mean with the error of both samplings; a single draw leaves that of draws unknown and out.</summary>
    public static Average Mean(IReadOnlyList<double[]> draws)
    {
        var items = draws[0].Length;
        if (items == 0) return new Average(double.NaN, double.NaN, 0);
        double[] itemMeans = [.. Enumerable.Range(0, items).Select(i => draws.Average(draw => draw[i]))];
        double[] drawMeans = [.. draws.Select(draw => draw.Average())];
        return new Average(itemMeans.Average(), Math.Sqrt(ErrorSquared(itemMeans) + ErrorSquared(drawMeans)), items);
    }

    /// <summary>Squared standard error of the mean of independent values; 0 for one value, of which nothing can be said.</summary>
    public static double ErrorSquared(double[] values)
    {
        if (values.Length < 2) return 0;
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length;
    }
}
