using Pipeline.Core;
using Pipeline.Synthesis.Judging;

namespace Pipeline.Synthesis.Features;

/// <summary>
/// The judge's embeddings as feature vectors of length 1: for measuring, never for the mechanism, so that the judge stays a
/// stranger to what it judges.
/// </summary>
public sealed class JudgeFeatures(SentenceEncoder encoder) : ITextFeatures
{
    /// <inheritdoc/>
    public double[][] Of(IReadOnlyList<string> texts, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        [.. encoder.Embed(texts, progress, cancellation).Select(embedding => Array.ConvertAll(embedding, value => (double)value))];
}
