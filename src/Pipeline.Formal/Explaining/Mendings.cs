using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Formal.Policies;

namespace Pipeline.Formal.Explaining;

/// <summary>What would have a refused release approved.</summary>
internal sealed class Mendings(Policy policy, AuditFacts facts)
{
    /// <summary>The changes, and the situation with all of them made.</summary>
    public (IReadOnlyList<Change> Changes, Situation Mended) Of(Situation situation)
    {
        var changes = new List<Change>();
        var mended = Rules(situation, changes);
        foreach (var verdict in mended.Under(policy).Verdicts.Where(verdict => verdict.Outcome != Outcome.Holds))
            mended = verdict.Requirement switch
            {
                GuaranteeRequirement guarantee => Privacy(mended, guarantee, changes),
                FindingRequirement finding => Measured(mended, finding, changes),
                _ => mended,
            };
        return (changes, Samples(mended, changes));
    }

    private Situation Rules(Situation situation, List<Change> changes)
    {
        foreach (var failure in situation.Evidence.Failures) changes.Add(new Change(null, $"The audit '{failure.Audit}' has to finish."));
        foreach (var seeded in situation.Evidence.Guarantees.Where(guarantee => guarantee.Claim.Noise == NoiseOrigin.Seeded)) changes.Add(new Change(null, $"The noise of '{seeded.Claim.Mechanism}' has to come from the operating system."));
        if (situation.Proposed.Texts == 0) changes.Add(new Change(null, "The candidate has to hold texts."));
        if (situation.Evidence.Binding.Candidate != situation.Proposed.Candidate) changes.Add(new Change(null, "The evidence has to be about this candidate."));
        if (policy.Scope.Contains(situation.Facts) != true) changes.Add(new Change(null, $"The release has to lie within the policy's scope: {policy.Scope.Words}."));
        return situation with
        {
            Proposed = new Proposed(situation.Evidence.Binding.Candidate, Math.Max(1, situation.Proposed.Texts)),
            Evidence = situation.Evidence with
            {
                Failures = [],
                Guarantees = [.. situation.Evidence.Guarantees.Select(guarantee => guarantee.Claim.Noise == NoiseOrigin.Seeded ? guarantee with { Claim = guarantee.Claim with { Noise = NoiseOrigin.OperatingSystem } } : guarantee)],
            },
            Facts = Within(situation.Facts),
        };
    }

    private CaseFacts Within(CaseFacts found) => policy.Scope.Contains(found) == true ? found : found with
    {
        Classification = policy.For.Contains(found.Classification) || policy.For.Count == 0 ? found.Classification : policy.For.Order().First(),
        Purpose = policy.Purposes is { Count: > 0 } purposes && !(found.Purpose is { } purpose && purposes.Contains(purpose)) ? purposes.Order(StringComparer.Ordinal).First() : found.Purpose,
        Recipient = policy.Recipients is { Count: > 0 } recipients && !(found.Recipient is { } recipient && recipients.Contains(recipient)) ? recipients.Order(StringComparer.Ordinal).First() : found.Recipient,
    };

    private static Situation Privacy(Situation situation, GuaranteeRequirement required, List<Change> changes)
    {
        var delta = required.Delta ?? (situation.Facts.Units > 0 ? 1.0 / situation.Facts.Units : 0);
        if (required.Cumulative)
        {
            var spent = situation.Facts.Spent?.EpsilonAt(delta);
            changes.Add(new Change(required, $"All releases from this source together may have spent epsilon {SituationText.Number(required.Epsilon)} at delta {SituationText.Number(delta)}, and {(spent is { } known ? $"epsilon {SituationText.Number(known)} is spent" : "the ledger cannot say what is")}; what is spent does not come back, so only a policy that allows more, or another source, would do."));
            var curve = situation.Facts.Spent;
            return situation with { Facts = situation.Facts with { Spent = new SourceSpending(0, curve?.Releases ?? 0, at => Math.Min(required.Epsilon, at >= delta ? curve?.EpsilonAt(at) ?? 0 : required.Epsilon)) } };
        }
        var proved = situation.Evidence.Guarantees.Where(guarantee => guarantee.Binding == situation.Evidence.Binding).Select(guarantee => guarantee.Claim).ToList();
        var claim = proved.Count == 0 || proved.Exists(one => double.IsNaN(one.Epsilon) || !(one.Delta is >= 0 and <= 1)) ? null : Composition.Of(proved);
        changes.Add(new Change(required, claim is null
            ? $"Epsilon of at most {SituationText.Number(required.Epsilon)} at delta at most {SituationText.Number(delta)} has to be proved of this candidate, by guarantees that add up."
            : $"The mechanism has to prove epsilon at most {SituationText.Number(required.Epsilon)} at delta at most {SituationText.Number(delta)}, in place of epsilon {SituationText.Number(claim.Epsilon)} at delta {SituationText.Number(claim.Delta)}."));
        var mended = new PrivacyClaim
        {
            Mechanism = claim?.Mechanism ?? "a mechanism",
            Epsilon = Math.Min(required.Epsilon, claim is { Epsilon: >= 0 } ? claim.Epsilon : required.Epsilon),
            Delta = Math.Min(delta, claim is { Delta: >= 0 } ? claim.Delta : delta),
            Unit = claim?.Unit ?? "record",
            RecordsPerUnit = 1,
            Neighbours = claim?.Neighbours ?? Neighbours.AddOrRemoveOneUnit,
            Noise = NoiseOrigin.OperatingSystem,
            Sigmas = [],
            Mu = 0,
            Assumptions = [],
            NotCovered = [],
        };
        return situation with { Evidence = situation.Evidence with { Guarantees = [new GuaranteeSummary(mended, situation.Evidence.Binding)] } };
    }

    /// <summary>Has the finding measured, on this candidate and lately; what it then has to show is found for all samples together.</summary>
    private Situation Measured(Situation situation, FindingRequirement required, List<Change> changes)
    {
        var name = FindingName.Of(required);
        var measured = situation.Evidence.Findings.Where(finding => new FindingName(finding.Audit, finding.Measure, finding.Against) == name).ToList();
        var age = measured is [var only] ? situation.Now - only.MeasuredAt : TimeSpan.Zero;
        var missing = measured switch
        {
            [] => $"{name} has to be measured.",
            [_, _, ..] => $"{name} has to be measured once, and was measured {measured.Count} times.",
            [var one] when one.Binding != situation.Evidence.Binding => $"{name} has to be measured on this candidate.",
            [_] when age > policy.EvidenceMaximumAge || age < TimeSpan.Zero => $"{name} has to be measured again: it is {SituationText.Age(age)} old, and may be {SituationText.Age(policy.EvidenceMaximumAge)} old.",
            [var one] when one.Statistic.N == 0 || double.IsNaN(one.Statistic.Estimate) => $"There has to be something to measure {name} on.",
            _ => null,
        };
        if (missing is null && required.On != BoundOn.Value) return situation;
        if (missing is null && measured[0].Statistic is Census census)
        {
            var value = Math.Max(required.AtLeast ?? double.NegativeInfinity, Math.Min(required.AtMost ?? double.PositiveInfinity, census.Value));
            changes.Add(new Change(required, $"{name} has to be {(value < census.Value ? "at most" : "at least")} {SituationText.Number(value)}, in place of {SituationText.Number(census.Value)}."));
            return Explaining.Samples.With(situation, name, census with { Value = value });
        }
        changes.Add(new Change(required, missing ?? $"{name} has to be known of all texts; an estimate will not do."));
        var best = new IdealSituations(policy, facts, situation.Now).In(situation.Facts, Math.Max(1, situation.Proposed.Texts)).Evidence.Findings.FirstOrDefault(finding => new FindingName(finding.Audit, finding.Measure, finding.Against) == name);
        var others = situation.Evidence.Findings.Where(finding => new FindingName(finding.Audit, finding.Measure, finding.Against) != name);
        return best is null ? situation : situation with { Evidence = situation.Evidence with { Findings = [.. others, best with { Binding = situation.Evidence.Binding }] } };
    }

    /// <summary>
    /// Samples are judged together, so they are mended together: first all as good as can be, then each as bad again as the others
    /// allow. Where even no hit at all does not suffice, more texts are needed.
    /// </summary>
    private Situation Samples(Situation situation, List<Change> changes)
    {
        var failing = situation.Under(policy).Verdicts.Where(verdict => verdict is { Outcome: not Outcome.Holds, Requirement: FindingRequirement { On: not BoundOn.Value } })
            .Select(verdict => (FindingRequirement)verdict.Requirement).DistinctBy(FindingName.Of).ToList();
        if (failing.Count == 0) return situation;
        Statistic Now(FindingRequirement required) => FindingSpace.Find(situation, FindingName.Of(required))!.Statistic;
        foreach (var other in failing.Where(required => FindingSpace.Find(situation, FindingName.Of(required))?.Statistic is not Proportion))
            changes.Add(new Change(other, FindingSpace.Find(situation, FindingName.Of(other)) is null ? $"{FindingName.Of(other)} has to be measured." : $"{FindingName.Of(other)} has to be shown by stronger evidence: a {(other.On == BoundOn.Upper ? "lower" : "higher")} estimate, or less spread."));
        var samples = failing.Where(required => FindingSpace.Find(situation, FindingName.Of(required))?.Statistic is Proportion).Select(required => (Required: required, Sample: (Proportion)Now(required))).ToList();
        Situation Set(Situation to, FindingRequirement required, int k, int n) => Explaining.Samples.With(to, FindingName.Of(required), new Proportion(k, n));
        int Best(FindingRequirement required, int n) => required.On == BoundOn.Upper ? 0 : n;
        Situation AllBest(Func<Proportion, int> size) => samples.Aggregate(situation, (to, one) => Set(to, one.Required, Best(one.Required, size(one.Sample)), size(one.Sample)));
        bool Enough(Situation judged) => judged.Under(policy).Verdicts.Where(verdict => samples.Exists(one => FindingName.Of(one.Required) == NameOf(verdict.Requirement))).All(verdict => verdict.Outcome == Outcome.Holds);

        if (!Enough(AllBest(sample => sample.N)))
        {
            var largest = samples.Count == 0 ? 0 : samples.Max(one => one.Sample.N);
            if (samples.Count > 0 && Explaining.Samples.First(largest, SampleSearch.MostItems, n => Enough(AllBest(_ => n))) is { } needed)
            {
                changes.Add(new Change(samples[0].Required, $"{string.Join(" and ", samples.Select(one => FindingName.Of(one.Required).ToString()))}: measured on {largest} texts, even the best result would not show what is asked; it takes at least {needed}, all of them {(samples[0].Required.On == BoundOn.Upper ? "without a hit" : "hits")}."));
                return AllBest(_ => needed);
            }
            return situation;
        }
        var mended = AllBest(sample => sample.N);
        foreach (var (required, sample) in samples)
        {
            var k = Explaining.Samples.First(sample.K, Best(required, sample.N), hits => Enough(Set(mended, required, hits, sample.N)))!.Value;
            mended = Set(mended, required, k, sample.N);
            if (k != sample.K) changes.Add(new Change(required, $"{FindingName.Of(required)} has to be {(k < sample.K ? "at most" : "at least")} {k} of {sample.N}, in place of {sample.K}."));
        }
        return mended;
    }

    private static FindingName? NameOf(Requirement requirement) => requirement is FindingRequirement { On: not BoundOn.Value } finding ? FindingName.Of(finding) : null;
}
