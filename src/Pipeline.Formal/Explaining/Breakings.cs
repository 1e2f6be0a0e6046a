using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Formal.Policies;

namespace Pipeline.Formal.Explaining;

/// <summary>What would have an approved release refused, each change alone.</summary>
internal sealed class Breakings(Policy policy)
{
    public IEnumerable<Change> Of(Situation situation)
    {
        foreach (var verdict in situation.Under(policy).Verdicts)
        {
            var words = verdict.Requirement switch
            {
                GuaranteeRequirement guarantee => Privacy(situation, guarantee),
                FindingRequirement finding => Measured(situation, finding),
                _ => null,
            };
            if (words is not null) yield return new Change(verdict.Requirement, words);
            if (verdict.Requirement.Under is { } exception)
                yield return new Change(verdict.Requirement, $"After {exception.Until:yyyy-MM-dd} the exception that relaxes '{exception.Relaxes}' ends; {Without(situation, exception)}");
        }
        if (situation.Evidence.Findings.Count > 0)
            yield return new Change(null, $"Decided after {situation.Evidence.Findings.Min(finding => finding.MeasuredAt) + policy.EvidenceMaximumAge:yyyy-MM-dd HH:mm} UTC, the evidence would be too old.");
    }

    /// <summary>The next day, with everything measured afresh.</summary>
    private string Without(Situation situation, Relaxation exception)
    {
        var after = new DateTimeOffset(exception.Until.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var later = situation with { Now = after, Evidence = situation.Evidence with { Findings = [.. situation.Evidence.Findings.Select(finding => finding with { MeasuredAt = after })] } };
        return later.Under(policy).Approves ? "the same evidence would still be approved." : "the same evidence would then be refused.";
    }

    private static string Privacy(Situation situation, GuaranteeRequirement required)
    {
        var delta = required.Delta ?? (situation.Facts.Units > 0 ? 1.0 / situation.Facts.Units : 0);
        return required.Cumulative
            ? $"All releases together above epsilon {SituationText.Number(required.Epsilon)} at delta {SituationText.Number(delta)}, in place of {SituationText.Number(situation.Facts.Spent?.EpsilonAt(delta) ?? double.NaN)}."
            : $"Epsilon above {SituationText.Number(required.Epsilon)}, in place of {SituationText.Number(Proved(situation)?.Epsilon ?? double.NaN)}, or delta above {SituationText.Number(delta)}, in place of {SituationText.Number(Proved(situation)?.Delta ?? double.NaN)}.";
    }

    private static PrivacyClaim? Proved(Situation situation) =>
        Composition.Of([.. situation.Evidence.Guarantees.Where(guarantee => guarantee.Binding == situation.Evidence.Binding).Select(guarantee => guarantee.Claim)]);

    private string? Measured(Situation situation, FindingRequirement required)
    {
        var name = FindingName.Of(required);
        if (FindingSpace.Find(situation, name) is not { } found) return null;
        bool Refused(Statistic statistic) => !Samples.With(situation, name, statistic).Under(policy).Approves;
        switch (found.Statistic)
        {
            case Proportion sample:
                var worst = required.On == BoundOn.Upper ? sample.N : 0;
                return Samples.First(sample.K, worst, k => Refused(new Proportion(k, sample.N))) is { } hits ? $"{name}: {hits} of {sample.N}, in place of {sample.K}." : null;
            case Census census:
                var limits = new[] { required.AtMost is { } most ? $"above {SituationText.Number(most)}" : null, required.AtLeast is { } least ? $"below {SituationText.Number(least)}" : null }.OfType<string>();
                return $"{name} {string.Join(" or ", limits)}, in place of {SituationText.Number(census.Value)}.";
            default:
                return null;
        }
    }
}
