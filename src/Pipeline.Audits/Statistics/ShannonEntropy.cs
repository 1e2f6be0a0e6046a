namespace Pipeline.Audits.Statistics;

/// <summary>Entropy of a list of counts. Golden values: statistics.json, <c>shannon_entropy</c>.</summary>
public static class ShannonEntropy
{
    /// <summary>In nats; NaN when nothing was counted.</summary>
    public static double Nats(IReadOnlyCollection<int> counts)
    {
        var total = counts.Sum(count => (double)count);
        if (total == 0) return double.NaN;
        var sum = counts.Where(count => count > 0).Sum(count => count / total * Math.Log(count / total));
        return sum == 0 ? 0 : -sum;
    }

    /// <summary>In bits.</summary>
    public static double Bits(IReadOnlyCollection<int> counts) => Nats(counts) / Math.Log(2);
}
