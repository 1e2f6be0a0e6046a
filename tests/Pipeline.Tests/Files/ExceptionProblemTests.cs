using Pipeline.Core.Inputs;
using Pipeline.Files;

namespace Pipeline.Tests.Files;

/// <summary>Each slip a person can make in scopes and exceptions is found, located and explained.</summary>
public sealed class ExceptionProblemTests
{
    private const string Policy = """
        name: p
        for: { classification: [internal, confidential], purpose: [training, research] }
        require:
          - guarantee: differential-privacy
            name: budget
            epsilon: { at most: 8 }
            delta: { at most: 1/n }
          - finding: exact-overlap
            measure: copied records
            name: copies
            upper 95 %: { at most: 5 % }
        exceptions:
          - relaxes: copies
            for: { purpose: [research] }
            upper 95 %: { at most: 8 % }
            until: 2027-03-31
            approved by: Jane Doe
            because: a pilot

        """;

    private static string Problems(string old, string changed)
    {
        using var desk = new Desk();
        var text = Policy.ReplaceLineEndings("\n");
        Assert.Equal(2, text.Split(old).Length);
        desk.Write(Desk.Policy, text.Replace(old, changed, StringComparison.Ordinal));
        return string.Join('\n', Assert.Throws<BadInputException>(() => PolicyFiles.Load(desk.Path(Desk.Policy), Desk.Known)).Problems);
    }

    [Fact]
    public void Reads_as_it_is_meant()
    {
        using var desk = new Desk();
        desk.Write(Desk.Policy, Policy);
        var exception = Assert.Single(PolicyFiles.Load(desk.Path(Desk.Policy), Desk.Known).Exceptions);
        Assert.Equal("relaxed until 2027-03-31 (for research), approved by Jane Doe: a pilot", exception.Words);
        Assert.Equal("policies/standard.yaml, line 13", exception.Where);
    }

    [Theory]
    [InlineData("relaxes: copies", "relaxes: copeis", "13, column 14: No requirement is named 'copeis'. Expected one of budget, copies. Did you mean 'copies'?")]
    [InlineData("relaxes: copies", "relaxes: budget", "15, column 17: 'upper 95 %' is no bound of the requirement 'budget'. Expected epsilon, delta, or both.")]
    [InlineData("    upper 95 %: { at most: 8 % }", "    epsilon: { at most: 9 }", "15, column 14: 'epsilon' is no bound of the requirement 'copies'. Expected exactly one of value, upper 95 %, lower 95 %.")]
    [InlineData("    upper 95 %: { at most: 8 % }\n", "", "13, column 5: The exception has no bound. Expected exactly one of value, upper 95 %, lower 95 %.")]
    [InlineData("{ at most: 8 % }", "{ at most: 5 % }", "13, column 5: The exception relaxes nothing: its bounds are no looser than those of 'copies'. Expected a looser bound.")]
    [InlineData("{ at most: 8 % }", "{ at most: 4 % }",
        "13, column 5: The exception relaxes nothing: its bounds are no looser than those of 'copies'. Expected a looser bound.",
        "15, column 28: The exception is tighter than the requirement it relaxes: without it, exact-overlap: copied records is at most 5 % in place of at most 4 %, looser by 1 %. Expected a looser bound.")]
    [InlineData("upper 95 %: { at most: 8 % }", "value: { at most: 8 % }", "13, column 5: The exception bounds another end than the requirement 'copies' does. Expected the end that policies/standard.yaml, line 8 bounds.")]
    [InlineData("{ purpose: [research] }", "{ classification: [restricted] }", "14, column 10: The exception reaches beyond the policy, which is for internal or confidential sources, for research or training. Expected a scope within the policy's.")]
    [InlineData("{ purpose: [research] }", "{}", "14, column 10: The scope restricts nothing. Expected at least one of classification, purpose, recipient.")]
    [InlineData("{ purpose: [research] }", "{ purpose: [] }", "14, column 21: The scope holds no purpose, so it holds no case. Expected at least one purpose.")]
    [InlineData("{ purpose: [research] }", "{ purpose: [Re search] }", "14, column 22: The purpose 'Re search' cannot be used. Expected at most 64 lower-case letters, digits and hyphens, with a letter or digit at both ends.")]
    [InlineData("{ purpose: [research] }", "{ purposes: [research] }",
        "14, column 10: The scope restricts nothing. Expected at least one of classification, purpose, recipient.",
        "14, column 12: There is no key 'purposes' in 'for'. Expected one of classification, purpose, recipient. Did you mean 'purpose'?")]
    [InlineData("2027-03-31", "2027-02-30", "16, column 12: 'until' is '2027-02-30'. Expected a day, such as 2027-03-31.")]
    [InlineData("    approved by: Jane Doe\n", "", "13, column 5: 'exception' lacks the key 'approved by'.")]
    [InlineData("name: copies", "name: budget", "10, column 11: The requirement 'budget' is named twice, first in policies/standard.yaml, line 4. Expected each name once.",
        "13, column 14: No requirement is named 'copies'. Expected one of budget, budget.")]
    [InlineData("    because: a pilot\n", "    because: a pilot\n  - { relaxes: copies, for: { classification: [internal] }, upper 95 %: { at most: 9 % }, until: 2028-01-01, approved by: Jo, because: more }\n",
        "19, column 5: Two exceptions relax 'copies' in the same cases; see policies/standard.yaml, line 13. Expected scopes that do not meet; where two would apply, none does.")]
    public void Says_where_what_and_what_was_expected(string old, string changed, params string[] expected) =>
        Assert.Equal(string.Join('\n', expected.Select(problem => $"policies/standard.yaml, line {problem}")), Problems(old, changed));
}
