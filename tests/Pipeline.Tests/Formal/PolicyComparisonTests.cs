using CsCheck;
using Pipeline.Cli.Policies;
using Pipeline.Cli.Running;
using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;
using Pipeline.Files;
using Pipeline.Formal.Policies;

namespace Pipeline.Tests.Formal;

public sealed class PolicyComparisonTests
{
    private static Policy Shipped(string file) => PolicyFiles.Load(Fixtures.Shipped("policies", file), KnownAudits.All);

    private static string Standard => File.ReadAllText(Fixtures.Shipped("policies", "standard.yaml"));

    private static PolicyComparison Compare(Policy old, Policy changed) => new(old, changed, KnownMeasures.Facts, BadPolicies.Today);

    [Theory]
    [InlineData("# The same for", "# Likewise for", PolicyRelation.Equivalent)]
    [InlineData("epsilon: { at most: 8 }", "epsilon: { at most: 9 }", PolicyRelation.Weaker)]
    [InlineData("epsilon: { at most: 8 }", "epsilon: { at most: 7 }", PolicyRelation.Stricter)]
    [InlineData("delta: { at most: 1/n }\n\n  # Proved: the same", "delta: { at most: 1e-6 }\n\n  # Proved: the same", PolicyRelation.Incomparable)]
    [InlineData("evidence maximum age: 1 day", "evidence maximum age: 6 hours", PolicyRelation.Stricter)]
    [InlineData("[internal, confidential]", "[internal, confidential, restricted]", PolicyRelation.Weaker)]
    [InlineData("[internal, confidential] }", "[internal, confidential], purpose: [training] }", PolicyRelation.Stricter)]
    [InlineData("measure: copied records\n    upper 95 %: { at most: 5 % }", "measure: copied records\n    upper 95 %: { at most: 3 % }", PolicyRelation.Stricter)]
    [InlineData("measure: copied records\n    upper 95 %: { at most: 5 % }", "measure: copied records\n    upper 90 %: { at most: 5 % }", PolicyRelation.Weaker)]
    [InlineData("measure: copied records\n    upper 95 %: { at most: 5 % }", "measure: copied records\n    upper 99 %: { at most: 6 % }", PolicyRelation.Incomparable)]
    [InlineData("value: { at most: 0.30 }", "value: { at most: 0.30 }\n  - finding: ngram-overlap\n    measure: reworded copies\n    upper 95 %: { at most: 50 % }", PolicyRelation.Stricter)]
    [InlineData("value: { at most: 0.30 }", "value: { at most: 0.30 }\n  - finding: ngram-overlap\n    measure: mean containment\n    value: { at most: 1 }", PolicyRelation.Stricter)]
    public void Says_how_a_change_stands_to_the_standard_policy_and_shows_releases_that_tell_them_apart(string old, string changed, PolicyRelation expected)
    {
        var text = Standard.ReplaceLineEndings("\n");
        if (expected != PolicyRelation.Equivalent) Assert.Equal(2, text.Split(old).Length);
        var (before, after) = (Shipped("standard.yaml"), BadPolicies.Load(text.Replace(old, changed, StringComparison.Ordinal)));
        var comparison = Compare(before, after).Everywhere();
        Assert.Equal(expected, comparison.Relation);
        if (comparison.PassesNewOnly.Example is { } loosened) Assert.True(loosened.Under(after).Approves && !loosened.Under(before).Approves);
        if (comparison.PassesOldOnly.Example is { } tightened) Assert.True(tightened.Under(before).Approves && !tightened.Under(after).Approves);
    }

    [Fact]
    public void Strict_is_incomparable_with_standard_and_stricter_where_both_apply()
    {
        var comparison = Compare(Shipped("standard.yaml"), Shipped("strict.yaml"));
        Assert.Equal(PolicyRelation.Incomparable, comparison.Everywhere().Relation);
        Assert.Equal(PolicyRelation.Stricter, comparison.WhereBothApply()!.Relation);
        Assert.False(comparison.HaveOneScope);
        Assert.Equal(Classification.Restricted, comparison.Everywhere().PassesNewOnly.Example!.Facts.Classification);
    }

    /// <summary>Whatever is claimed of two random policies, no random evidence contradicts it.</summary>
    [Fact]
    public void No_evidence_contradicts_what_is_said_of_two_policies()
    {
        var told = new int[5];
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            var random = new RandomJudgement(seed);
            var (old, changed) = (random.Policy, random.Variant());
            var comparison = new PolicyComparison(old, changed, RandomJudgement.Facts, RandomJudgement.Now).Everywhere();
            Interlocked.Increment(ref told[(int)comparison.Relation]);
            for (var i = 0; i < 20; i++)
            {
                var (candidate, evidence, facts) = random.Draw();
                var situation = new Situation(new Proposed(candidate.Digest, candidate.Rows.Count), EvidenceSummary.Of(evidence), facts, RandomJudgement.Now);
                var (one, other) = (situation.Under(old).Approves, situation.Under(changed).Approves);
                if (other && !one) Assert.True(comparison.Relation is PolicyRelation.Weaker or PolicyRelation.Incomparable or PolicyRelation.Undecided, $"{comparison.Relation}");
                if (one && !other) Assert.True(comparison.Relation is PolicyRelation.Stricter or PolicyRelation.Incomparable or PolicyRelation.Undecided, $"{comparison.Relation}");
            }
        }, iter: 40, threads: 1);
        Assert.True(told[(int)PolicyRelation.Undecided] <= 12, $"{told[(int)PolicyRelation.Undecided]} undecided");
        Assert.True(told[(int)PolicyRelation.Stricter] + told[(int)PolicyRelation.Weaker] > 1 && told[(int)PolicyRelation.Equivalent] > 1, string.Join(' ', told));
    }
}
