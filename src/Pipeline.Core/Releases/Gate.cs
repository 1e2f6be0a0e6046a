using Pipeline.Core.Canaries;
using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;

namespace Pipeline.Core.Releases;

/// <summary>What the gate knows of the case besides the evidence.</summary>
/// <param name="Classification">Of the source.</param>
/// <param name="Units">Number of protected units in the training part: the n of <c>1/n</c>.</param>
/// <param name="Spent">Everything the ledger holds for this source, this run included, as Gaussian mu; null when unknown.</param>
public sealed record CaseFacts(Classification Classification, int Units, SourceSpending? Spent)
{
    /// <summary>What the release is for, or null when nobody said.</summary>
    public string? Purpose { get; init; }

    /// <summary>Whom the release is for, or null when nobody said.</summary>
    public string? Recipient { get; init; }

    /// <summary>The canaries of the run; their texts are never released.</summary>
    public PlantedCanaries Canaries { get; init; } = PlantedCanaries.None;
}

/// <summary>The total of all releases ever made from a source.</summary>
/// <param name="Mu">Composed Gaussian differential privacy; positive infinity when some release had no guarantee.</param>
/// <param name="Releases">How many mechanism runs it covers.</param>
/// <param name="EpsilonAt">Epsilon of the total at a delta.</param>
public sealed record SourceSpending(double Mu, int Releases, Func<double, double> EpsilonAt);

/// <summary>
/// Decides whether a candidate may be released: the one place where an <see cref="Evaluation"/> of evidence becomes a release.
/// </summary>
public static class Gate
{
    /// <summary>Judges every requirement; approves only when every one holds.</summary>
    public static Decision Decide(Policy policy, Candidate candidate, EvidenceFile evidence, CaseFacts facts, DateTimeOffset now)
    {
        var summary = EvidenceSummary.Of(evidence);
        // The gate looks for canaries itself, and believes an audit that found more.
        var proposed = new Proposed(candidate.Digest, candidate.Rows.Count) { WithCanary = Math.Max(facts.Canaries.CountIn(candidate.Rows), CanaryRule.Counted(summary)) };
        var judged = Evaluation.Of(policy, proposed, summary, facts, now);
        return judged.Approves
            ? new Approved(new Release(candidate, evidence, policy, now), judged.Verdicts)
            : new Refused(judged.Reasons, judged.Verdicts);
    }
}
