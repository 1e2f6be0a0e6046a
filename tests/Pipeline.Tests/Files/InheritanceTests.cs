using CsCheck;
using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;
using Pipeline.Files;
using Pipeline.Tests.Core;

namespace Pipeline.Tests.Files;

/// <summary>A policy may take over another and tighten it; it can never loosen it.</summary>
public sealed class InheritanceTests
{
    private const string Base = """
        name: base
        for: { classification: [internal, confidential], purpose: [training, research] }
        evidence maximum age: 1 day
        require:
          - guarantee: differential-privacy
            name: budget
            epsilon: { at most: 8 }
            delta: { at most: 1/n }
          - finding: exact-overlap
            measure: copied records
            name: copies
            upper 95 %: { at most: 5 % }
          - finding: ngram-overlap
            measure: worst containment
            value: { at most: 0.30 }
        exceptions:
          - relaxes: copies
            for: { purpose: [research] }
            upper 95 %: { at most: 8 % }
            until: 2027-03-31
            approved by: Jane Doe
            because: a pilot

        """;

    private static Policy Load(string own, string under = Base)
    {
        using var desk = new Desk();
        desk.Write("policies/base.yaml", under.ReplaceLineEndings("\n"));
        desk.Write("policies/own.yaml", own.ReplaceLineEndings("\n"));
        return PolicyFiles.Load(desk.Path("policies/own.yaml"), Desk.Known);
    }

    private static string Problems(string own, string under = Base) => string.Join('\n', Assert.Throws<BadInputException>(() => Load(own, under)).Problems);

    [Fact]
    public void Takes_over_what_it_does_not_restate_tightens_what_it_does_and_adds_the_rest()
    {
        var policy = Load("""
            name: own
            extends: base.yaml
            for: { classification: [confidential] }
            require:
              - finding: exact-overlap
                measure: copied records
                upper 95 %: { at most: 3 % }
              - finding: pii-replay
                measure: replayed values
                upper 95 %: { at most: 5 % }
            """);
        Assert.Equal(["budget", "copies", null, null], policy.Require.Select(required => required.Name));
        Assert.Equal([8, .03, .3, .05], policy.Require.Select(required => required is GuaranteeRequirement guarantee ? guarantee.Epsilon : ((FindingRequirement)required).AtMost!.Value));
        Assert.Equal(["policies/base.yaml, line 5", "policies/own.yaml, line 5"], policy.Require.Take(2).Select(required => required.Where));
        Assert.Equal("confidential sources, for research or training", policy.Scope.Words);
        Assert.Equal(["base"], policy.Extends);
        // The exception was approved for 5 %, not for 3 %.
        Assert.Empty(policy.Exceptions);
        Assert.Single(Load("name: own\nextends: base.yaml\n").Exceptions);
    }

    [Fact]
    public void Its_digest_changes_with_the_policy_it_extends()
    {
        const string Own = "name: own\nextends: base.yaml\n";
        Assert.NotEqual(Load(Own).Digest, Load(Own, Base + "# changed\n").Digest);
    }

    [Theory]
    [InlineData("for: { classification: [confidential, restricted] }", "3, column 24: The policy extends 'base' and is looser: 'base' is not written for the classification 'restricted'. Expected one of internal, confidential.")]
    [InlineData("for: { purpose: [trainin] }", "3, column 17: The policy extends 'base' and is looser: 'base' is not written for the purpose 'trainin'. Expected one of training, research. Did you mean 'training'?")]
    [InlineData("evidence maximum age: 36 hours", "3, column 23: The policy extends 'base' and is looser: evidence may be 1.5 days old in place of 1 days, looser by 12 hours. Expected at most 1 days.")]
    [InlineData("require:\n  - { guarantee: differential-privacy, epsilon: { at most: 9.5 }, delta: { at most: 1/n } }", "4, column 60: The policy extends 'base' and is looser: epsilon is at most 9.5 in place of at most 8, looser by 1.5. Expected a bound as tight as in policies/base.yaml, line 5.")]
    [InlineData("require:\n  - { guarantee: differential-privacy, epsilon: { at most: 4 }, delta: { at most: 1e-5 } }", "4, column 83: The policy extends 'base' and is looser: delta is at most 1E-05 in place of at most 1/n; which is tighter hangs on the number of units. Expected a bound as tight as in policies/base.yaml, line 5.")]
    [InlineData("require:\n  - { finding: exact-overlap, measure: copied records, upper 95 %: { at most: 6 % } }", "4, column 79: The policy extends 'base' and is looser: exact-overlap: copied records is at most 6 % in place of at most 5 %, looser by 1 %. Expected a bound as tight as in policies/base.yaml, line 9.")]
    [InlineData("require:\n  - { finding: exact-overlap, measure: copied records, upper 90 %: { at most: 4 % } }", "4, column 68: The policy extends 'base' and is looser: the confidence of exact-overlap: copied records is at least 90 % in place of at least 95 %, looser by 5 %. Expected a bound as tight as in policies/base.yaml, line 9.")]
    [InlineData("require:\n  - { finding: ngram-overlap, measure: worst containment, value: { at least: 0.1 } }", "4, column 66: The policy extends 'base' and is looser: ngram-overlap: worst containment has no greatest value any more, in place of at most 0.3. Expected a bound as tight as in policies/base.yaml, line 13.")]
    [InlineData("require:\n  - { name: copies, finding: exact-overlap, measure: copied records, for: { purpose: [research] }, upper 95 %: { at most: 1 % } }", "4, column 75: The policy extends 'base' and is looser: it asks this of fewer cases. Expected no 'for' here.")]
    [InlineData("require:\n  - { name: budget, finding: exact-overlap, measure: copied records, upper 95 %: { at most: 1 % } }", "4, column 13: The requirement 'budget' of 'base' bounds something else. Expected another name, or a bound on what policies/base.yaml, line 5 bounds.")]
    [InlineData("exceptions:\n  - { relaxes: copies, for: { purpose: [training] }, upper 95 %: { at most: 7 % }, until: 2027-01-01, approved by: Jo, because: no }",
        "4, column 77: The policy extends 'base', and the exception is looser than that: exact-overlap: copied records is at most 7 % in place of at most 5 %, looser by 2 %. Expected a bound as tight as in policies/base.yaml, line 9.")]
    public void Loosening_is_a_problem_that_says_where_which_bound_and_by_how_much(string own, string expected) =>
        Assert.Equal("policies/own.yaml, line " + expected, Problems("name: own\nextends: base.yaml\n" + own + "\n"));

    [Theory]
    [InlineData("extends: basis.yaml", "2, column 10: 'extends' names a file that is not there. Expected a policy file; paths count from the folder of this one. Did you mean 'base.yaml'?")]
    [InlineData("extends: own.yaml", "2, column 10: The policy extends itself. Expected another policy.")]
    public void Names_a_policy_that_is_there_and_is_another(string own, string expected) =>
        Assert.Equal("policies/own.yaml, line " + expected, Problems("name: own\n" + own + "\n"));

    [Fact]
    public void Without_extends_a_policy_must_say_whom_it_is_for_and_what_it_asks() =>
        Assert.Equal("policies/own.yaml, line 1, column 1: 'policy' lacks the key 'for'.\npolicies/own.yaml, line 1, column 1: 'policy' lacks the key 'require'.", Problems("name: own\n"));

    [Fact]
    public void Problems_of_the_extended_policy_are_told_with_its_name() =>
        Assert.Contains("policies/base.yaml, line 6, column 11: The name cannot be used.", Problems("name: own\nextends: base.yaml\n", Base.Replace("name: budget", "name: Budget!", StringComparison.Ordinal)), StringComparison.Ordinal);

    /// <summary>The law itself, on random pairs: what loads on top of a base approves nothing that the base refuses.</summary>
    [Fact]
    public void What_an_extending_policy_approves_the_extended_one_approves()
    {
        using var desk = new Desk();
        var (gate, loaded, approved) = (new Lock(), 0, 0);
        desk.Write("policies/base.yaml", Base.ReplaceLineEndings("\n"));
        var under = PolicyFiles.Load(desk.Path("policies/base.yaml"), Desk.Known);
        Gen.Select(Gen.Int[2, 12], Gen.Int[1, 12], AnyOf.These("90", "95", "99"), Gen.Int[5, 40], Gen.Int[0, 6], Gen.Int[0, 3], Gen.Select(ScopeCase, Gen.Double[1, 9], Gen.Double[0, .4]))
            .Sample((epsilon, copies, confidence, containment, extras, k, evidence) =>
            {
                var text = $"name: own\nextends: base.yaml\nrequire:\n"
                    + ((extras & 1) == 0 ? $"  - {{ guarantee: differential-privacy, epsilon: {{ at most: {epsilon} }}, delta: {{ at most: 1/n }} }}\n" : "")
                    + $"  - {{ finding: exact-overlap, measure: copied records, upper {confidence} %: {{ at most: {copies} % }} }}\n"
                    + ((extras & 2) == 0 ? $"  - {{ finding: ngram-overlap, measure: worst containment, value: {{ at most: 0.{containment:00} }} }}\n" : "")
                    + ((extras & 4) == 0 ? "  - { finding: pii-replay, measure: replayed values, upper 95 %: { at most: 50 % } }\n" : "");
                Policy? own = null;
                lock (gate)
                {
                    desk.Write("policies/own.yaml", text);
                    try { own = PolicyFiles.Load(desk.Path("policies/own.yaml"), Desk.Known); }
                    catch (BadInputException) { return; }
                }
                Interlocked.Increment(ref loaded);
                var (facts, proved, worst) = evidence;
                var binding = Cases.BindingOf(Cases.Candidate());
                FindingSummary Found(string audit, string measure, Statistic statistic) => new(audit, measure, Against.Training, statistic, binding, Cases.Now);
                var summary = new EvidenceSummary(binding, [new GuaranteeSummary(Cases.Claim(proved), binding)],
                    [Found("exact-overlap", "copied records", new Proportion(k, 200)), Found("ngram-overlap", "worst containment", new Census(worst, 200)), Found("pii-replay", "replayed values", new Proportion(0, 200))], []);
                bool Approves(Policy policy) => Evaluation.Of(policy, new Proposed(binding.Candidate, 200), summary, facts, Cases.Now).Approves;
                if (!Approves(own)) return;
                Interlocked.Increment(ref approved);
                Assert.True(Approves(under), text);
            }, iter: 3200); // So many that too few can hardly be approved by chance: about one in eighty is.
        Assert.True(loaded > 100 && approved > 10, $"{loaded} loaded, {approved} approved: too few to mean anything.");
    }

    private static Gen<CaseFacts> ScopeCase { get; } = Gen.Select(Gen.Enum<Classification>(), AnyOf.These("training", "research", "support"))
        .Select((classification, purpose) => new CaseFacts(classification, 500, null) { Purpose = purpose });
}
