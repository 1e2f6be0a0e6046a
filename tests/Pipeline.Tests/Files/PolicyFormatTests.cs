using System.Text.RegularExpressions;
using CsCheck;
using Pipeline.Core.Inputs;
using Pipeline.Core.Policies;
using Pipeline.Files;

namespace Pipeline.Tests.Files;

/// <summary>The formatter changes how a policy looks, never what it says.</summary>
public sealed class PolicyFormatTests
{
    private static readonly Regex Comment = new("# (?:above|beside|at the end) [0-9]+", RegexOptions.NonBacktracking);

    /// <summary>Everything a policy says, save where.</summary>
    private static string Said(Policy policy) => string.Join('\n',
    [
        policy.Name, policy.Scope.Words, policy.EvidenceMaximumAge.ToString(),
        .. policy.Require.Select(Said),
        .. policy.Exceptions.Select(exception => $"{exception.Relaxes}: {Said(exception.Allows)} {exception.For.Words} {exception.Until:O} {exception.ApprovedBy} {exception.Because}"),
    ]);

    private static string Said(Requirement required) => $"{required.Name}: {required.Bound} {required.For.Words} " + required switch
    {
        GuaranteeRequirement guarantee => $"{guarantee.Epsilon:R} {guarantee.Delta:R} {guarantee.Cumulative}",
        FindingRequirement finding => $"{finding.Against} {finding.On} {finding.Confidence:R} {finding.AtMost:R} {finding.AtLeast:R} {finding.Power:R}",
        _ => "",
    };

    [Fact]
    public void A_formatted_policy_says_the_same_keeps_its_comments_and_is_formatted()
    {
        using var desk = new Desk();
        var gate = new Lock();
        PolicyTexts.Any.Sample(text =>
        {
            lock (gate)
            {
                desk.Write("p.yaml", text);
                var before = PolicyFiles.Load(desk.Path("p.yaml"), Desk.Known);
                var formatted = PolicyFiles.Format(desk.Path("p.yaml"), Desk.Known).Formatted;
                desk.Write("p.yaml", formatted);
                Assert.Equal(Said(before), Said(PolicyFiles.Load(desk.Path("p.yaml"), Desk.Known)));
                Assert.Equal(Comment.Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal), Comment.Matches(formatted).Select(match => match.Value).Order(StringComparer.Ordinal));
                Assert.Equal(formatted, PolicyFiles.Format(desk.Path("p.yaml"), Desk.Known).Formatted);
            }
        }, iter: 200);
    }

    [Fact]
    public void Puts_keys_in_order_bounds_in_one_line_and_comments_where_they_belong()
    {
        using var desk = new Desk();
        desk.Write("p.yaml", """
            # Who wrote this, and why.
            require:
              # the budget

              - delta: {at most: 1/n}   # n is the number of units
                epsilon:
                  at most: 8
                guarantee: differential-privacy
              - { upper 95%: { at most: .5% }, finding: exact-overlap, measure: "copied records" }


            name: odd
            for: # whom
              classification: [ internal ]
            # the end
            """);
        Assert.Equal("""
            name: odd
            for: { classification: [internal] }  # whom
            # Who wrote this, and why.
            require:
              # the budget

              - guarantee: differential-privacy
                epsilon: { at most: 8 }
                delta: { at most: 1/n }  # n is the number of units
              - finding: exact-overlap
                measure: copied records
                upper 95 %: { at most: .5 % }
            # the end

            """.ReplaceLineEndings("\n"), PolicyFiles.Format(desk.Path("p.yaml"), Desk.Known).Formatted);
    }

    [Theory]
    [InlineData("standard.yaml")]
    [InlineData("strict.yaml")]
    [InlineData("controls/unmeasured.yaml")]
    public void The_shipped_policies_are_formatted(string file)
    {
        var (now, formatted) = PolicyFiles.Format(Fixtures.Shipped(["policies", .. file.Split('/')]), Desk.Known);
        Assert.Equal(formatted, now);
    }

    [Fact]
    public void A_policy_with_a_problem_is_not_formatted()
    {
        using var desk = new Desk();
        desk.Edit(Desk.Policy, "require:", "requier:");
        Assert.Throws<BadInputException>(() => PolicyFiles.Format(desk.Path(Desk.Policy), Desk.Known));
    }
}
