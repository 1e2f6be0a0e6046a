namespace Pipeline.Core.Numerics;

/// <summary>
/// Wilson's score interval of a proportion (Wilson 1927), two-sided. Near its nominal confidence on average, below it in places:
/// for showing, and for residual risk as Anonymeter defines it; what the gate judges is Clopper-Pearson.
/// </summary>
/// <param name="Centre">Middle of the interval before it is clipped to [0, 1].</param>
/// <param name="HalfWidth">Half of its width.</param>
/// <param name="Lower">Lower end, 0 where no hit was seen.</param>
/// <param name="Upper">Upper end, 1 where all were hits.</param>
public sealed record WilsonScore(double Centre, double HalfWidth, double Lower, double Upper)
{
    /// <summary>The interval when k of n were seen.</summary>
    /// <param name="k">Hits.</param>
    /// <param name="n">Trials, at least 1.</param>
    /// <param name="confidence">Of both sides together, such as 0.95.</param>
    public static WilsonScore Of(int k, int n, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        var z = Normal.Quantile((1 + confidence) / 2);
        var (rate, square) = ((double)k / n, z * z);
        var shrink = 1 + square / n;
        var centre = (rate + square / (2 * n)) / shrink;
        var half = z / shrink * Math.Sqrt(rate * (1 - rate) / n + square / (4.0 * n * n));
        return new WilsonScore(centre, half, k == 0 ? 0 : Math.Max(0, centre - half), k == n ? 1 : Math.Min(1, centre + half));
    }
}
