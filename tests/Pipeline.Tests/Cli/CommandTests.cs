using System.Text.Json;

namespace Pipeline.Tests.Cli;

/// <summary>The program itself: exit codes and what it prints.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    /// <summary>A copy of the shipped control that writes into the test's own folder.</summary>
    private string Control(string name)
    {
        var folder = Fixtures.Shipped("pipelines", "controls");
        var path = Path.Combine(place.Root, name + ".yaml");
        File.WriteAllText(path, File.ReadAllText(Path.Combine(folder, name + ".yaml"))
            .Replace("../../out", place.Runs, StringComparison.Ordinal)
            .Replace("../..", Fixtures.Root, StringComparison.Ordinal)
            .Replace("../", Fixtures.Shipped("pipelines") + "/", StringComparison.Ordinal));
        return path;
    }

    [Fact]
    public void The_memorising_control_is_refused_with_exit_code_3_and_names_copied_records_by_hash()
    {
        var (code, output, error) = place.Command("run", Control("memorising"), "--json");
        Assert.True(code == 3, error);
        using var outcome = JsonDocument.Parse(output);
        Assert.Equal("refused", outcome.RootElement.GetProperty("decision").GetString());
        Assert.Equal(JsonValueKind.Null, outcome.RootElement.GetProperty("data").ValueKind);
        var reasons = string.Join('\n', outcome.RootElement.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));
        Assert.Contains("proves no privacy", reasons, StringComparison.Ordinal);
        Assert.Contains("exact-overlap: copied records", reasons, StringComparison.Ordinal);
        Assert.DoesNotContain(place.Files(), file => file.EndsWith(".parquet", StringComparison.Ordinal));

        using var report = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(outcome.RootElement.GetProperty("report").GetString()!, ".json")));
        var text = report.RootElement.GetRawText();
        Assert.Matches("\"record\": \"[0-9a-f]{16}\"", text);
        Assert.DoesNotContain("T-0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_file_is_exit_code_2_with_the_line_and_the_nearest_name()
    {
        place.WriteSource();
        var path = place.WritePipeline("  - guarantee: differential-privacy\n    epsilon: { at most: 8 }\n    delta: { at most: 1/n }\n");
        File.WriteAllText(path, File.ReadAllText(path).Replace("method: match", "method: macth", StringComparison.Ordinal));
        var (code, _, error) = place.Command("run", path);
        Assert.Equal(2, code);
        Assert.Contains("line 10", error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'match'?", error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.Runs));
    }

    [Fact]
    public void A_missing_file_is_exit_code_2() => Assert.Equal(2, place.Command("run", "nowhere.yaml").ExitCode);

    [Fact]
    public void Init_writes_a_file_that_validates_and_copies_no_text()
    {
        place.WriteSource();
        var (code, _, error) = place.Command("init", "tickets.csv", "--unit", "customer");
        Assert.True(code == 0, error);
        var written = File.ReadAllText(Path.Combine(place.Root, "tickets.yaml"));
        Assert.DoesNotContain(Workplace.Canary, written, StringComparison.Ordinal);
        Assert.Contains("unit: \"customer\"", written, StringComparison.Ordinal);
        var (valid, output, problems) = place.Command("validate", "tickets.yaml");
        Assert.True(valid == 0, problems);
        Assert.Contains("2 labels", output, StringComparison.Ordinal);
        Assert.Equal(2, place.Command("init", "tickets.csv").ExitCode);
    }

    [Fact]
    public void Budget_of_a_new_installation_is_nothing()
    {
        var (code, output, _) = place.Command("budget", "--json");
        Assert.Equal(0, code);
        using var budget = JsonDocument.Parse(output);
        Assert.Empty(budget.RootElement.GetProperty("sources").EnumerateArray());
    }

    [Fact]
    public void Budget_shows_what_all_runs_on_a_source_prove_together_for_one_unit_and_for_groups()
    {
        var ledger = new Pipeline.Core.Ledgers.Ledger(new Pipeline.Data.Ledgers.SqliteLedgerStore(place.State.Ledger), TimeProvider.System);
        var claim = Core.Cases.Claim() with { Mu = .6 };
        ledger.Spend("one", Core.Cases.Source, claim);
        ledger.Spend("two", Core.Cases.Source, claim with { Mu = .8 });
        var (code, output, error) = place.Command("budget", "--json", "--delta", "1e-5", "--group", "2");
        Assert.True(code == 0, error);
        using var budget = JsonDocument.Parse(output);
        var source = budget.RootElement.GetProperty("sources")[0];
        var own = source.GetProperty("byUnit")[0];
        Assert.Equal(1, source.GetProperty("mu").GetDouble(), 1e-12);
        Assert.Equal(Pipeline.Core.Numerics.GaussianPrivacy.Epsilon(1, 1e-5), source.GetProperty("epsilon").GetDouble(), 1e-9);
        Assert.Equal("customer", own.GetProperty("unit").GetString());
        Assert.Equal(Pipeline.Core.Numerics.GaussianPrivacy.Epsilon(2, 1e-5), own.GetProperty("epsilonForGroups").GetDouble(), 1e-9);
        var (shown, table, _) = place.Command("budget");
        Assert.Equal(0, shown);
        Assert.Contains("Groups of 3", table.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.NotEqual(0, place.Command("budget", "--group", "1").ExitCode);
    }

    [Fact]
    public void Keys_are_made_listed_replaced_and_revoked()
    {
        Assert.Contains("no key yet", place.Command("keys", "list").Output, StringComparison.Ordinal);
        var (made, first, _) = place.Command("keys", "new");
        Assert.Equal(0, made);
        Assert.Contains("ed25519:", first, StringComparison.Ordinal);
        Assert.Equal(2, place.Command("keys", "new").ExitCode);
        Assert.Equal(0, place.Command("keys", "rotate").ExitCode);
        using var list = JsonDocument.Parse(place.Command("keys", "list", "--json").Output);
        var keys = list.RootElement.GetProperty("keys").EnumerateArray().ToList();
        Assert.Equal(2, keys.Count);
        Assert.Equal(JsonValueKind.String, keys[0].GetProperty("retired").ValueKind);
        Assert.Equal(2, place.Command("keys", "revoke", "nothing", "--reason", "lost").ExitCode);
        Assert.Equal(0, place.Command("keys", "revoke", keys[1].GetProperty("id").GetString()![..12], "--reason", "compromised").ExitCode);
        Assert.Contains("compromised", place.Command("keys", "list").Output, StringComparison.Ordinal);
        // No secret is left of keys that sign no more, and none is ever shown.
        Assert.Empty(Directory.GetFiles(place.State.Keys, "*.key"));
    }

    [Fact]
    public void Verify_refuses_what_is_no_bundle()
    {
        Assert.Equal(2, place.Command("verify", "nothing").ExitCode);
        File.WriteAllText(Path.Combine(place.Root, "evidence.dsse.json"), "{\"payload\":\"\"}");
        Assert.Equal(3, place.Command("verify", place.Root).ExitCode);
        Assert.Equal(2, place.Command("verify", place.Root, "--key", "ed25519:AAAA").ExitCode);
        Assert.Equal(2, place.Command("verify", place.Root, "--ledger", "nowhere.db").ExitCode);
    }

    [Fact]
    public void Help_teaches_the_commands_and_the_exit_codes()
    {
        var (code, output, _) = place.Command("--help");
        Assert.Equal(0, code);
        Assert.All(new[] { "run", "plan", "validate", "audit", "init", "budget", "keys", "verify", "model", "doctor", "3 refused" }, word => Assert.Contains(word, output, StringComparison.Ordinal));
    }
}
