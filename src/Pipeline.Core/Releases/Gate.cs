using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;

namespace Pipeline.Core.Releases;

/// <summary>What the gate knows of the case besides the evidence.</summary>
/// <param name="Classification">Of the source.</param>
/// <param name="Units">Number of protected units in the training part: the n of <c>1/n</c>.</param>
/// <param name="Spent">Everything the ledger holds for this source, this run included, as Gaussian mu; null when unknown.</param>
public sealed record CaseFacts(Classification Classification, int Units, SourceSpending? Spent);

/// <summary>The total of all releases ever made from a source.</summary>
/// <param name="Mu">Composed Gaussian differential privacy; positive infinity when some release had no guarantee.</param>
/// <param name="Releases">How many mechanism runs it covers.</param>
/// <param name="EpsilonAt">Epsilon of the total at a delta.</param>
public sealed record SourceSpending(double Mu, int Releases, Func<double, double> EpsilonAt);

/// <summary>
/// Decides whether a candidate may be released. A pure function of its arguments: three-valued inside (holds, fails,
/// unknown), and unknown refuses.
/// </summary>
public static class Gate
{
    /// <summary>Judges every requirement; approves only when every one holds.</summary>
    public static Decision Decide(Policy policy, Candidate candidate, EvidenceFile evidence, CaseFacts facts, DateTimeOffset now)
    {
        var reasons = new List<string>();
        var binding = evidence.Binding;
        if (binding.Candidate != candidate.Digest)
            reasons.Add("The evidence is about another candidate than the one proposed.");
        if (candidate.Rows.Count == 0)
            reasons.Add("The candidate holds no texts.");
        if (policy.Require.Count == 0)
            reasons.Add("The policy asks for nothing, so it cannot protect anybody.");
        if (!policy.For.Contains(facts.Classification))
            reasons.Add($"The policy '{policy.Name}' is not written for {facts.Classification.ToString().ToLowerInvariant()} sources.");
        foreach (var outcome in evidence.Audits.Where(outcome => outcome.Failure is not null))
            reasons.Add($"The audit '{outcome.Audit}' could not finish: {outcome.Failure}.");
        foreach (var guarantee in evidence.Guarantees.Where(guarantee => guarantee.Claim.Noise == NoiseOrigin.Seeded))
            reasons.Add($"The mechanism '{guarantee.Claim.Mechanism}' drew its noise from a seed, which is for tests only.");
        reasons.AddRange(Contradiction.In(evidence));

        var judge = new Judge(policy, evidence, facts, now);
        var verdicts = policy.Require.Select(judge.On).ToList();
        reasons.AddRange(verdicts.Where(verdict => verdict.Outcome != Outcome.Holds)
            .Select(verdict => $"{(verdict.Outcome == Outcome.Fails ? "Not met" : "Cannot be judged")}: {verdict.Requirement.Words}. {verdict.Because}"));
        return reasons.Count == 0
            ? new Approved(new Release(candidate, evidence, policy, now), verdicts)
            : new Refused(reasons, verdicts);
    }
}
