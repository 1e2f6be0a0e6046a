using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;

namespace Pipeline.Core.Releases;

/// <summary>Judges single requirements against evidence.</summary>
internal sealed class Judge(Policy policy, EvidenceSummary evidence, CaseFacts facts, DateTimeOffset now)
{
    /// <summary>
    /// Findings judged at a confidence bound are judged together (law 4): each of the m spends 1/m of the error the
    /// policy allows (Bonferroni), so that all hold at once with the confidence it names.
    /// </summary>
    private readonly int together = Math.Max(1, policy.Require.OfType<FindingRequirement>().Count(required => required.On != BoundOn.Value));

    public Verdict On(Requirement requirement) => requirement switch
    {
        GuaranteeRequirement { Cumulative: true } required => OnSpending(required),
        GuaranteeRequirement required => OnGuarantee(required),
        FindingRequirement required => OnFinding(required),
        _ => Unknown(requirement, "This kind of requirement is not known to the gate."),
    };

    private Verdict OnGuarantee(GuaranteeRequirement required)
    {
        var proved = evidence.Guarantees.Where(guarantee => guarantee.Binding == evidence.Binding).ToList();
        if (proved.Count == 0)
        {
            return Unknown(required, evidence.Guarantees.Count == 0
                ? "Nothing was proved of this candidate."
                : "What was proved is about another candidate, source or plan.");
        }
        // The bound is on all of them together, never on the largest alone.
        if (Composition.Of([.. proved.Select(guarantee => guarantee.Claim)]) is not { } claim)
            return Unknown(required, "Several guarantees were given that do not add up: they protect different units or compare different neighbours.");
        var delta = required.Delta ?? OneOverUnits();
        if (claim.Noise == NoiseOrigin.None || double.IsPositiveInfinity(claim.Epsilon))
            return Fails(required, claim.Epsilon, $"The mechanism '{claim.Mechanism}' proves no privacy: it adds no noise.");
        if (!(claim.Delta <= delta))
            return Fails(required, claim.Delta, $"Proved at delta {claim.Delta:G4}, which is above {delta:G4}.");
        return claim.Epsilon <= required.Epsilon
            ? Holds(required, claim.Epsilon, $"Proved: epsilon {claim.Epsilon:G4} at delta {claim.Delta:G4} for each {claim.Unit}.")
            : Fails(required, claim.Epsilon, $"Proved only: epsilon {claim.Epsilon:G4} at delta {claim.Delta:G4}.");
    }

    private Verdict OnSpending(GuaranteeRequirement required)
    {
        if (facts.Spent is not { } spent) return Unknown(required, "The ledger could not say what has been spent on this source.");
        var delta = required.Delta ?? OneOverUnits();
        var total = spent.EpsilonAt(delta);
        var because = $"{(spent.Releases == 1 ? "The one mechanism run on this source" : $"All {spent.Releases} mechanism runs on this source together")}: epsilon {total:G4} at delta {delta:G4}.";
        return total <= required.Epsilon ? Holds(required, total, because) : Fails(required, total, because);
    }

    private Verdict OnFinding(FindingRequirement required)
    {
        var measured = evidence.Findings
            .Where(finding => finding.Audit == required.Audit && finding.Measure == required.Measure && finding.Against == required.Against)
            .ToList();
        if (measured.Count == 0)
            return Unknown(required, "No audit of this run measured it.");
        if (measured.Count > 1)
            return Unknown(required, "It was measured more than once, and choosing among measurements is not allowed.");
        var finding = measured[0];
        if (finding.Binding != evidence.Binding)
            return Unknown(required, "It was measured on another candidate, source or plan.");
        if (now - finding.MeasuredAt > policy.EvidenceMaximumAge || finding.MeasuredAt > now)
            return Unknown(required, "It was not measured recently enough.");
        return AgainstBounds(required, finding.Statistic);
    }

    private Verdict AgainstBounds(FindingRequirement required, Statistic statistic)
    {
        if (statistic.N == 0 || double.IsNaN(statistic.Estimate))
            return Unknown(required, "There was nothing to measure it on.");
        if (required.On == BoundOn.Value && statistic is not Census)
            return Unknown(required, "It is an estimate, so only its confidence bound can be judged, not its value.");
        if (required.AtMost is null && required.AtLeast is null)
            return Unknown(required, "The requirement names no bound.");
        // No statistic states its power yet, so none can meet such a demand; it must refuse, not be passed over (law 3).
        if (required.Power is { } power)
            return Unknown(required, $"The policy asks for a power of at least {power:P0} to see a breach, and this measurement does not state its power.");

        var confidence = 1 - (1 - required.Confidence) / together;
        var observed = required.On switch
        {
            BoundOn.Upper => statistic.Upper(confidence),
            BoundOn.Lower => statistic.Lower(confidence),
            _ => statistic.Estimate,
        };
        var note = Describe(required, statistic, observed, confidence);
        if (required.AtMost is { } most && observed > most)
        {
            // With no hit at all a smaller sample could not have passed either: say what it would take.
            var needed = statistic.NeededFor(most, confidence);
            return statistic.Estimate <= most && needed > statistic.N
                ? Unknown(required, $"{note} With n = {statistic.N} it cannot be shown; it needs n >= {needed}.")
                : Fails(required, observed, note);
        }
        return required.AtLeast is { } least && !(observed >= least)
            ? Fails(required, observed, note)
            : Holds(required, observed, note);
    }

    private string Describe(FindingRequirement required, Statistic statistic, double observed, double confidence) => required.On switch
    {
        BoundOn.Value => $"Measured {statistic.Estimate:G4} over all {statistic.N}.",
        _ when statistic is Proportion proportion =>
            $"{proportion.K} of {proportion.N}, so {(required.On == BoundOn.Upper ? "at most" : "at least")} {observed:P2} with confidence {required.Confidence:P0}"
            + (together > 1 ? $" ({confidence:P2} each, since {together} are judged together)." : "."),
        _ => $"Measured {statistic.Estimate:G4}, bound {observed:G4}.",
    };

    private double OneOverUnits() => facts.Units > 0 ? 1.0 / facts.Units : 0;

    private static Verdict Holds(Requirement requirement, double observed, string because) => new(requirement, Outcome.Holds, observed, because);

    private static Verdict Fails(Requirement requirement, double observed, string because) => new(requirement, Outcome.Fails, observed, because);

    private static Verdict Unknown(Requirement requirement, string because) => new(requirement, Outcome.Unknown, null, because);
}
