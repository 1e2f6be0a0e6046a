using System.Text;
using Pipeline.Cli.Policies;
using Pipeline.Cli.Running;
using Pipeline.Files;
using Pipeline.Formal.Policies;

namespace Pipeline.Tests.Formal;

/// <summary>Each check fails on a policy made to fail it, passes on the same policy mended, and the page says so.</summary>
public sealed class PolicyVerifierTests
{
    private const string Begin = "<!-- The tests write what follows. -->\n", End = "<!-- The tests wrote what precedes. -->\n";

    public static TheoryData<int> Bad => [.. Enumerable.Range(0, BadPolicies.All.Count)];

    private static Verification Verify(Pipeline.Core.Policies.Policy policy) => PolicyVerifier.Verify(policy, KnownMeasures.Facts, BadPolicies.Today);

    private static string Flaws(Verification verified) => string.Join('\n', verified.Checks.SelectMany(check => check.Flaws).Select(flaw => $"{flaw.Check}: {flaw.Where}: {flaw.What}"));

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_crafted_bad_policy_fails_its_check_and_the_mended_one_passes_all(int which)
    {
        var bad = BadPolicies.All[which];
        var verified = Verify(bad.Tampered(BadPolicies.Load(bad.Text)));
        Assert.NotEmpty(verified.Checks.Single(check => check.Check == bad.Check).Flaws);
        Assert.All(verified.Checks, check => Assert.Empty(check.Undecided));
        if (bad.Bad.Length > 0) Assert.Equal(2, bad.Text.Split(bad.Bad).Length);
        var mended = Verify(BadPolicies.Load(bad.Bad.Length == 0 ? bad.Text : bad.Text.Replace(bad.Bad, bad.Mended, StringComparison.Ordinal)));
        Assert.True(mended.Passed, Flaws(mended));
    }

    [Fact]
    public void Every_check_has_a_policy_that_it_catches() =>
        Assert.Equal(Enum.GetValues<PolicyCheck>().Order(), BadPolicies.All.Select(bad => bad.Check).Distinct().Order());

    [Theory]
    [InlineData("standard.yaml", 80)]
    [InlineData("strict.yaml", 144)]
    [InlineData("controls/unmeasured.yaml", 29)]
    public void The_shipped_policies_pass_every_check(string file, int leastTexts)
    {
        var verified = Verify(PolicyFiles.Load(Fixtures.Shipped(["policies", .. file.Split('/')]), KnownAudits.All));
        Assert.True(verified.Passed, Flaws(verified));
        Assert.Equal(leastTexts, verified.LeastTexts);
    }

    [Fact]
    public void Says_that_an_exception_is_over()
    {
        var text = BadPolicies.All.First(bad => bad.Text.Contains("exceptions:", StringComparison.Ordinal)).Text;
        var policy = BadPolicies.Load(text.Replace("[training, research] }, upper", "[research] }, upper", StringComparison.Ordinal).Replace("2027-03-31", "2026-11-25", StringComparison.Ordinal));
        Assert.Contains("ended on 2026-11-25", Assert.Single(Verify(policy).Notes), StringComparison.Ordinal);
    }

    /// <summary>The table of docs/formal-checks-policy.md; PIPELINE_WRITE_DOCS=1 writes it anew.</summary>
    [Fact]
    public void The_page_shows_what_the_checks_find()
    {
        var table = new StringBuilder("| check | a policy with | of which `policy verify` says |\n|---|---|---|\n");
        foreach (var bad in BadPolicies.All)
        {
            var flaw = Verify(bad.Tampered(BadPolicies.Load(bad.Text))).Checks.Single(check => check.Check == bad.Check).Flaws[0];
            table.Append($"| {PolicyText.Question(bad.Check)} | {bad.Wrong}{(bad.Bad.Length == 0 ? "" : $": `{bad.Bad.Trim()}`")} | {flaw.What} |\n");
        }
        var path = Fixtures.Shipped("docs", "formal-checks-policy.md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var (before, after) = (page[..(page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)], page[page.IndexOf(End, StringComparison.Ordinal)..]);
        if (Environment.GetEnvironmentVariable("PIPELINE_WRITE_DOCS") == "1") File.WriteAllText(path, before + table + after);
        else Assert.Equal(before + table + after, page);
    }
}
