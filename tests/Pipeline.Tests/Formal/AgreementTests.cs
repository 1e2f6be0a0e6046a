using CsCheck;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;
using Pipeline.Formal.Policies;

namespace Pipeline.Tests.Formal;

/// <summary>The solver's formula and the gate say the same, and what the solver takes for granted is so.</summary>
public sealed class AgreementTests
{
    private static readonly int[] Units = [500, 1000, 1, 0, 100_000];

    [Fact]
    public void The_formula_approves_exactly_what_the_gate_approves()
    {
        var (pairs, approved) = (0, 0);
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            var random = new RandomJudgement(seed);
            using var agreement = new Agreement(random.Policy, RandomJudgement.Facts, Units);
            for (var i = 0; i < 12; i++)
            {
                var (candidate, evidence, facts) = random.Draw();
                var decision = Gate.Decide(random.Policy, candidate, evidence, facts, RandomJudgement.Now);
                var situation = new Situation(new Proposed(candidate.Digest, candidate.Rows.Count), EvidenceSummary.Of(evidence), facts, RandomJudgement.Now);
                Assert.Equal(decision is Approved, agreement.Approves(situation));
                Assert.True(agreement.IsWithinTheRules(situation));
                Interlocked.Increment(ref pairs);
                if (decision is Approved) Interlocked.Increment(ref approved);
            }
        }, iter: 400);
        Assert.True(pairs >= 4000 && approved > pairs / 50, $"{approved} of {pairs} were approved: too few to mean anything.");
    }
}
