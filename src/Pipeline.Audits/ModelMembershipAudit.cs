using Pipeline.Audits.Membership;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;

namespace Pipeline.Audits;

/// <summary>
/// The question of <see cref="MembershipAudit"/> put to a stronger attacker: one who fine-tunes a language model on the synthetic text and
/// looks at how it rates the tokens of each record. A training part or holdout without records gives no findings.
/// </summary>
/// <param name="inputs">Without ratings the audit fails with a reason.</param>
public sealed class ModelMembershipAudit(AuditInputs inputs) : Audit
{
    /// <summary>The name suites and policies use.</summary>
    public const string AuditName = "membership-model";

    private static readonly string[] Signals =
        [LossSignal.SignalName, LossRatioSignal.SignalName, ModelZlibSignal.SignalName, MinKSignal.SignalName, MinKPlusPlusSignal.SignalName];

    /// <inheritdoc/>
    public override string Name => AuditName;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures { get; } = [.. AttackFindings.Measures(Signals)];

    /// <inheritdoc/>
    protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var (training, holdout) = (Open(context.Training), Open(context.Holdout));
        if (training.Count == 0 || holdout.Count == 0) yield break;
        var rated = inputs.Rated ?? throw new CannotMeasureException("no language model was fine-tuned on the candidate, or the candidate holds no texts");
        var tuned = new OpenedRatings(Open(rated.Tuned.Training), Open(rated.Tuned.Holdout));
        var untuned = new OpenedRatings(Open(rated.Untuned.Training), Open(rated.Untuned.Holdout));
        foreach (var (records, ratings) in new[] { (training, tuned.Training), (training, untuned.Training), (holdout, tuned.Holdout), (holdout, untuned.Holdout) })
            if (ratings.Count != records.Count) throw new InvalidOperationException("There are not the ratings of each record.");
        MembershipSignal[] signals = [new LossSignal(tuned), new LossRatioSignal(tuned, untuned), new ModelZlibSignal(tuned), new MinKSignal(tuned), new MinKPlusPlusSignal(tuned)];
        UnitsOfPart Score(RecordStream records, Against part)
        {
            using var source = new SourcePart(Name, part, records, context, progress, cancellation);
            return UnitsOfPart.Of(source, part, signals, null);
        }
        var (members, nonMembers) = (Score(training, Against.Training), Score(holdout, Against.Holdout));
        var attacks = signals.Select((signal, i) => new Attack(signal.Name, members.Scores(i), nonMembers.Scores(i))).ToList();
        foreach (var measurement in AttackFindings.Of(attacks, "unit")) yield return measurement;
    }
}
