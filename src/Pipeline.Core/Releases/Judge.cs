using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;

namespace Pipeline.Core.Releases;

/// <summary>Judges single requirements against evidence.</summary>
internal sealed class Judge(Policy policy, EvidenceSummary evidence, CaseFacts facts, DateTimeOffset now)
{
    private readonly FindingJudge findings = new(policy, evidence, now);

    public Verdict On(Requirement requirement) => requirement switch
    {
        GuaranteeRequirement { Cumulative: true } required => OnSpending(required),
        GuaranteeRequirement required => OnGuarantee(required),
        FindingRequirement required => findings.On(required),
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
        // Accountants take probabilities only, and evaluation is total: what is no number proves nothing.
        if (proved.Find(guarantee => double.IsNaN(guarantee.Claim.Epsilon) || !(guarantee.Claim.Delta is >= 0 and <= 1)) is { } odd)
            return Fails(required, double.PositiveInfinity, $"The mechanism '{odd.Claim.Mechanism}' states an epsilon or a delta that is no such number.");
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

    private double OneOverUnits() => facts.Units > 0 ? 1.0 / facts.Units : 0;

    private static Verdict Holds(Requirement requirement, double observed, string because) => new(requirement, Outcome.Holds, observed, because);

    private static Verdict Fails(Requirement requirement, double observed, string because) => new(requirement, Outcome.Fails, observed, because);

    private static Verdict Unknown(Requirement requirement, string because) => new(requirement, Outcome.Unknown, null, because);
}
