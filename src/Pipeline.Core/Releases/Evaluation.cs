using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;

namespace Pipeline.Core.Releases;

/// <summary>What is proposed for release, by name and size.</summary>
/// <param name="Candidate">Digest of the rows.</param>
/// <param name="Texts">How many rows.</param>
public sealed record Proposed(Digest Candidate, int Texts)
{
    /// <summary>How many rows hold a planted canary.</summary>
    public int WithCanary { get; init; }
}

/// <summary>
/// What a policy says of evidence (docs/policy-language.md): a total, pure function of policy, proposal, evidence, case and
/// time. Three-valued inside (holds, fails, unknown), and unknown refuses. It is an opinion, not a permission: only
/// <see cref="Gate"/> makes releases of it.
/// </summary>
/// <param name="Verdicts">The judgement on every requirement asked of the case, in the policy's order.</param>
/// <param name="Reasons">Why the release is refused; none when it may go ahead.</param>
public sealed record Evaluation(IReadOnlyList<Verdict> Verdicts, IReadOnlyList<string> Reasons)
{
    /// <summary>Whether every rule holds.</summary>
    public bool Approves => Reasons.Count == 0;

    /// <summary>Evaluates a policy.</summary>
    public static Evaluation Of(Policy policy, Proposed proposed, EvidenceSummary evidence, CaseFacts facts, DateTimeOffset now)
    {
        var asked = policy.AskedOf(facts, now);
        List<string> reasons = [.. OutOfScope(policy, facts), .. RulesOfEveryPolicy(proposed, evidence, facts)];
        if (policy.Require.Count == 0) reasons.Add("The policy asks for nothing, so it cannot protect anybody.");
        else if (asked.Count == 0) reasons.Add("The policy asks for nothing in this case, so it cannot protect anybody.");
        var judge = new Judge(policy with { Require = asked }, evidence, facts, now);
        var verdicts = asked.Select(judge.On).ToList();
        reasons.AddRange(verdicts.Where(verdict => verdict.Outcome != Outcome.Holds)
            .Select(verdict => $"{(verdict.Outcome == Outcome.Fails ? "Not met" : "Cannot be judged")}: {verdict.Requirement.Words}. {verdict.Because}"));
        return new Evaluation(verdicts, reasons);
    }

    private static IEnumerable<string> RulesOfEveryPolicy(Proposed proposed, EvidenceSummary evidence, CaseFacts facts)
    {
        if (evidence.Binding.Candidate != proposed.Candidate)
            yield return "The evidence is about another candidate than the one proposed.";
        if (proposed.Texts == 0)
            yield return "The candidate holds no texts.";
        foreach (var failure in evidence.Failures)
            yield return $"The audit '{failure.Audit}' could not finish: {failure.Failure}.";
        foreach (var guarantee in evidence.Guarantees.Where(guarantee => guarantee.Claim.Noise == NoiseOrigin.Seeded))
            yield return $"The mechanism '{guarantee.Claim.Mechanism}' drew its noise from a seed, which is for tests only.";
        foreach (var broken in CanaryRule.BrokenBy(proposed, evidence, facts)) yield return broken;
        foreach (var contradiction in Contradiction.In(evidence)) yield return contradiction;
    }

    private static IEnumerable<string> OutOfScope(Policy policy, CaseFacts facts)
    {
        if (!policy.For.Contains(facts.Classification))
            yield return $"The policy '{policy.Name}' is not written for {facts.Classification.ToString().ToLowerInvariant()} sources.";
        foreach (var reason in new[] { Outside("purpose", policy.Purposes, facts.Purpose), Outside("recipient", policy.Recipients, facts.Recipient) }.OfType<string>())
            yield return $"The policy '{policy.Name}' {reason}";
    }

    private static string? Outside(string what, IReadOnlySet<string>? allowed, string? stated) => stated switch
    {
        _ when allowed is null => null,
        null => $"is written for certain {what}s, and nobody said the {what} of this release.",
        _ when allowed.Contains(stated) => null,
        _ => $"is not written for the {what} '{stated}'.{(NearestName.Of(stated, allowed) is { } near ? $" Did you mean '{near}'?" : "")}",
    };
}
