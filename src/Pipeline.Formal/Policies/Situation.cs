using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;

namespace Pipeline.Formal.Policies;

/// <summary>Everything a policy is evaluated on: one possible release. It is evidence written down, so nothing can be released of it.</summary>
/// <param name="Proposed">What is proposed.</param>
/// <param name="Evidence">What is said of it.</param>
/// <param name="Facts">The case.</param>
/// <param name="Now">The time of the decision.</param>
public sealed record Situation(Proposed Proposed, EvidenceSummary Evidence, CaseFacts Facts, DateTimeOffset Now)
{
    /// <summary>What a policy says of it.</summary>
    public Evaluation Under(Policy policy) => Evaluation.Of(policy, Proposed, Evidence, Facts, Now);
}

/// <summary>What a finding is of: audits, measures and parts of the source are names to the policy language.</summary>
/// <param name="Audit">The audit.</param>
/// <param name="Measure">The measure.</param>
/// <param name="Against">The part of the source.</param>
public readonly record struct FindingName(string Audit, string Measure, Against Against)
{
    /// <summary>The finding that a requirement bounds.</summary>
    public static FindingName Of(FindingRequirement required) => new(required.Audit, required.Measure, required.Against);

    /// <inheritdoc/>
    public override string ToString() => $"{Audit}: {Measure}{(Against switch { Against.Holdout => " against the holdout", Against.CandidateAlone => " of the candidate alone", _ => "" })}";
}
