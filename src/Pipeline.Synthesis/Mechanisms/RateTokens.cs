using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Rating;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>Private records to private ratings of their tokens, for audits; spends nothing, for the result stays sealed.</summary>
/// <param name="rater">The model, fine-tuned or not.</param>
/// <param name="progress">How many texts have been rated.</param>
public sealed class RateTokens(TokenRater rater, IProgress<StageProgress>? progress = null) : PrivateTransformation<Corpus, RatedTexts>
{
    /// <inheritdoc/>
    protected override RatedTexts Transform(Corpus opened, CancellationToken cancellation) =>
        rater.Rate([.. opened.Records.Select(record => record.Text)], progress, cancellation);
}
