namespace Pipeline.Audits.Distances;

/// <summary>Quantiles of a list of numbers.</summary>
public static class Quantiles
{
    /// <summary>The quantile at p by linear interpolation (type 7 of Hyndman and Fan 1996); NaN of an empty list.</summary>
    public static double At(IReadOnlyCollection<double> values, double p)
    {
        if (values.Count == 0) return double.NaN;
        double[] sorted = [.. values.Order()];
        var at = (sorted.Length - 1) * p;
        var low = (int)Math.Floor(at);
        return sorted[low] + (at - low) * (sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]);
    }
}
