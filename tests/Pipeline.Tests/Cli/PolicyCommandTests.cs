using System.Text.Json;

namespace Pipeline.Tests.Cli;

/// <summary>The policy commands: exit codes, words and JSON.</summary>
public sealed class PolicyCommandTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    private static string Shipped(string file) => Fixtures.Shipped("policies", file);

    [Fact]
    public void Verify_passes_the_shipped_policies_and_stops_at_a_bad_one()
    {
        var (code, output, error) = place.Command("policy", "verify", Shipped("standard.yaml"), Shipped("strict.yaml"));
        Assert.True(code == 0, error + output);
        Assert.Contains("Policy 'strict': every check passed; it can be met from 144 texts on.", output, StringComparison.Ordinal);
        var bad = Path.Combine(place.Root, "bad.yaml");
        File.WriteAllText(bad, File.ReadAllText(Shipped("standard.yaml")).Replace("at most: 0.30", "at most: 1", StringComparison.Ordinal));
        (code, output, _) = place.Command("policy", "verify", bad, "--json");
        Assert.Equal(3, code);
        using var json = JsonDocument.Parse(output);
        Assert.False(json.RootElement.GetProperty("passed").GetBoolean());
        Assert.Contains("Nothing that can be measured fails it", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_shows_a_release_that_tells_two_policies_apart()
    {
        var (code, output, _) = place.Command("policy", "diff", Shipped("standard.yaml"), Shipped("strict.yaml"));
        Assert.Equal(3, code);
        Assert.Contains("NEW 'strict' is incomparable with OLD 'standard'", output, StringComparison.Ordinal);
        Assert.Contains("both are written for, NEW 'strict' is stricter than OLD 'standard'", output, StringComparison.Ordinal);
        Assert.Contains("This release would pass NEW 'strict' and fail OLD 'standard':", output, StringComparison.Ordinal);
        Assert.Equal(0, place.Command("policy", "diff", Shipped("standard.yaml"), Shipped("standard.yaml"), "--json").ExitCode);
    }

    [Fact]
    public void Format_checks_and_writes()
    {
        var path = Path.Combine(place.Root, "p.yaml");
        File.WriteAllText(path, "for: { classification: [internal] }\nname: p # mine\nrequire:\n  - guarantee: differential-privacy\n    delta: {at most: 1/n}\n    epsilon: {at most: 8}\n");
        Assert.Equal(3, place.Command("policy", "format", path, "--check").ExitCode);
        Assert.Equal(0, place.Command("policy", "format", path).ExitCode);
        Assert.StartsWith("name: p  # mine\nfor: { classification: [internal] }\n", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(0, place.Command("policy", "format", path, "--check").ExitCode);
    }

    [Fact]
    public void Explain_says_what_would_turn_a_refusal_round()
    {
        var report = Path.Combine(place.Root, "report.json");
        File.WriteAllText(report, Pipeline.Reports.ReportWriter.Json(Reports.SampleReports.Refused()));
        var (code, output, error) = place.Command("policy", "explain", Shipped("standard.yaml"), report);
        Assert.True(code == 3, error + output);
        Assert.Contains("Policy 'standard' refuses this evidence, which was judged by another policy", output, StringComparison.Ordinal);
        Assert.Contains("It would be approved with all of these changes", output, StringComparison.Ordinal);
        Assert.Equal(2, place.Command("policy", "explain", Shipped("standard.yaml"), "nowhere").ExitCode);
    }

    [Fact]
    public void Help_teaches() =>
        Assert.All(new[] { "verify", "diff", "explain", "format", "docs/policy-language.md" }, word => Assert.Contains(word, place.Command("policy", "--help").Output, StringComparison.Ordinal));
}
