namespace Pipeline.Synthesis.Mechanisms;

/// <summary>
/// A sum of clipped contributions that is released with noise. The product has one, <see cref="GridGaussian"/>; tests put broken
/// ones in its place to see that attacks catch them.
/// </summary>
internal interface INoisySum
{
    /// <summary>Adds one unit's contribution to a sum, bounded.</summary>
    void Add(Span<long> sum, ReadOnlySpan<double> contribution);

    /// <summary>The sum with noise, in the units of the contributions.</summary>
    double[] Release(ReadOnlySpan<long> sum, INoiseSource noise, CancellationToken cancellation);
}
