using Pipeline.Core;

namespace Pipeline.Synthesis.Features;

/// <summary>The public feature map over the language model's hidden states (recipe, section 1).</summary>
public sealed class PublicFeatures(TextEncoder encoder, FeatureMap map) : ITextFeatures
{
    /// <inheritdoc/>
    public double[][] Of(IReadOnlyList<string> texts, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        map.Map(encoder.Hidden(texts, progress, cancellation));
}
