using Pipeline.Core;

namespace Pipeline.Synthesis.Features;

/// <summary>
/// The public feature map over the language model's hidden states (recipe, section 1). Each text is read and mapped by itself:
/// phi of a text depends on that text alone, to the last bit, and only phi is held of the texts that have been read.
/// </summary>
public sealed class PublicFeatures(TextEncoder encoder, FeatureMap map) : ITextFeatures
{
    /// <inheritdoc/>
    public double[][] Of(IReadOnlyList<string> texts, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var phi = new double[texts.Count][];
        encoder.Each(texts, (i, hidden) => phi[i] = map.Map(hidden), progress, cancellation);
        return phi;
    }
}
