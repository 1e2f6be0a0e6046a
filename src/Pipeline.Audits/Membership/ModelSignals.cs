using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;

namespace Pipeline.Audits.Membership;

/// <summary>Ratings of the records of both parts by one model.</summary>
/// <param name="Training">In the order of the records.</param>
/// <param name="Holdout">In the order of the records.</param>
internal sealed record OpenedRatings(RatedTexts Training, RatedTexts Holdout)
{
    /// <summary>The tokens of a record, and none of a text of one token.</summary>
    public TokenRating[] Of(RecordText record) => (record.Part == Against.Training ? Training : Holdout).Texts[record.Number];
}

/// <summary>An attack by a language model that was fine-tuned on the synthetic text. A text without a rated token scores as the least likely.</summary>
internal abstract class ModelSignal(OpenedRatings tuned) : MembershipSignal
{
    /// <summary>Below every log-likelihood of a token in fp32.</summary>
    protected const double Unrated = -1000;

    public sealed override double ScoreOf(RecordText record)
    {
        var tokens = tuned.Of(record);
        return tokens.Length == 0 ? Unrated : Score(record, tokens);
    }

    protected abstract double Score(RecordText record, TokenRating[] tokens);

    /// <summary>The mean of the lowest share of some numbers, at least one of them.</summary>
    protected static double Lowest(IEnumerable<double> values, int count, double share) =>
        values.Order().Take(Math.Max(1, (int)(share * count))).Average();
}

/// <summary>The mean log-likelihood of the tokens (Yeom et al. 2018).</summary>
internal sealed class LossSignal(OpenedRatings tuned) : ModelSignal(tuned)
{
    public const string SignalName = "loss";

    public override string Name => SignalName;

    protected override double Score(RecordText record, TokenRating[] tokens) => tokens.Average(token => (double)token.LogProbability);
}

/// <summary>That less the same before fine-tuning: only what the synthetic text taught counts (Carlini et al. 2021).</summary>
internal sealed class LossRatioSignal(OpenedRatings tuned, OpenedRatings untuned) : ModelSignal(tuned)
{
    public const string SignalName = "loss ratio";

    public override string Name => SignalName;

    protected override double Score(RecordText record, TokenRating[] tokens) =>
        tokens.Zip(untuned.Of(record), (after, before) => (double)after.LogProbability - before.LogProbability).Average();
}

/// <summary>The log-likelihood of all tokens for each bit of the text's own zlib compression (Carlini et al. 2021).</summary>
internal sealed class ModelZlibSignal(OpenedRatings tuned) : ModelSignal(tuned)
{
    public const string SignalName = "loss by zlib";

    public override string Name => SignalName;

    protected override double Score(RecordText record, TokenRating[] tokens) => tokens.Sum(token => (double)token.LogProbability) / ZlibSignal.BitsOf(record.Text);
}

/// <summary>The mean over the least likely fifth of the tokens: a text that was learned has no surprising words (Shi et al., Min-K% Prob, 2024).</summary>
internal sealed class MinKSignal(OpenedRatings tuned) : ModelSignal(tuned)
{
    public const string SignalName = "Min-K";
    public const double Share = .2;

    public override string Name => SignalName;

    protected override double Score(RecordText record, TokenRating[] tokens) => Lowest(tokens.Select(token => (double)token.LogProbability), tokens.Length, Share);
}

/// <summary>The same in standard deviations above what the model expects at each place (Zhang et al., Min-K%++, 2025).</summary>
internal sealed class MinKPlusPlusSignal(OpenedRatings tuned) : ModelSignal(tuned)
{
    // A place where the model is certain has no spread; its token is then as likely as expected.
    private const double LeastDeviation = 1e-6;

    public const string SignalName = "Min-K++";

    public override string Name => SignalName;

    protected override double Score(RecordText record, TokenRating[] tokens) =>
        Lowest(tokens.Select(token => ((double)token.LogProbability - token.Mean) / Math.Max(token.Deviation, LeastDeviation)), tokens.Length, MinKSignal.Share);
}
