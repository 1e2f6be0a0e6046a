using Pipeline.Core;

namespace Pipeline.Synthesis.Features;

/// <summary>
/// Texts to feature vectors. The mechanism hands private texts to it, so whatever implements it must keep nothing of them:
/// it lives in this folder alone (an architecture test holds that), and no function of a stranger can take its place.
/// </summary>
public interface ITextFeatures
{
    /// <summary>phi of every text, in order, each with a norm of at most 1.</summary>
    double[][] Of(IReadOnlyList<string> texts, IProgress<StageProgress>? progress, CancellationToken cancellation);
}
