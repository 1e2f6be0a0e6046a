using CsCheck;
using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Core.Releases;

public sealed class EvaluationTests
{
    [Fact]
    public void Says_what_the_gate_decides_whatever_the_order_of_requirements_and_evidence() =>
        Gen.Select(Gen.Int[0, 4], Gen.Double[.02, .2], Gen.Double[.1, .4], Gen.Double[2, 8], Gen.Shuffle(new[] { 0, 1, 2 })).Sample((copied, most, worst, epsilon, order) =>
        {
            var candidate = Cases.Candidate();
            Requirement[] asked = [Cases.Private8 with { Epsilon = epsilon }, Cases.CopiedAtMost(most), Cases.WorstAtMost(worst)];
            var evidence = Cases.Evidence(candidate, copied);
            var decision = Gate.Decide(Cases.Policy(asked), candidate, evidence, Cases.Facts(), Cases.Now);
            var summary = EvidenceSummary.Of(evidence);
            var other = Evaluation.Of(
                Cases.Policy([.. order.Select(i => asked[i])]), new Proposed(candidate.Digest, candidate.Rows.Count),
                summary with { Findings = [.. summary.Findings.Reverse()] }, Cases.Facts(), Cases.Now);
            return decision is Approved == other.Approves
                && order.Select(i => decision.Verdicts[i].Outcome).SequenceEqual(other.Verdicts.Select(verdict => verdict.Outcome));
        }, iter: 300);

    [Theory]
    [InlineData(null, "is written for certain purposes, and nobody said the purpose of this release.")]
    [InlineData("trainnig", "is not written for the purpose 'trainnig'. Did you mean 'training'?")]
    [InlineData("training", null)]
    public void Refuses_a_purpose_the_policy_is_not_written_for(string? purpose, string? because)
    {
        var candidate = Cases.Candidate();
        var policy = Cases.Policy(Cases.Private8) with { Purposes = new HashSet<string> { "training" } };
        var decision = Gate.Decide(policy, candidate, Cases.Evidence(candidate), Cases.Facts() with { Purpose = purpose }, Cases.Now);
        if (because is null) Assert.IsType<Approved>(decision);
        else Assert.Contains(because, Assert.Single(Assert.IsType<Refused>(decision).Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_case_of_which_nothing_is_asked()
    {
        var candidate = Cases.Candidate();
        var policy = Cases.Policy(Cases.Private8 with { For = new Scope { Classifications = new HashSet<Classification> { Classification.Restricted } } });
        Assert.Contains("asks for nothing in this case", Assert.Single(Assert.IsType<Refused>(Gate.Decide(policy, candidate, Cases.Evidence(candidate), Cases.Facts(), Cases.Now)).Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Asks_a_requirement_whose_scope_the_case_may_lie_in()
    {
        var candidate = Cases.Candidate();
        var policy = Cases.Policy(Cases.Private8, Cases.WorstAtMost(.1) with { For = new Scope { Recipients = new HashSet<string> { "lab" } } });
        Decision To(string? recipient) => Gate.Decide(policy, candidate, Cases.Evidence(candidate), Cases.Facts() with { Recipient = recipient }, Cases.Now);
        Assert.IsType<Approved>(To("hospital"));
        Assert.IsType<Refused>(To("lab"));
        Assert.IsType<Refused>(To(null));
    }
}
