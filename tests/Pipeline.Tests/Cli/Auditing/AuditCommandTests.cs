using System.Text.Json;
using DuckDB.NET.Data;
using Pipeline.Tests.Reports;

namespace Pipeline.Tests.Cli.Auditing;

/// <summary><c>pipeline audit</c> as a person or a scheduler runs it: exit codes, what it prints, what it leaves.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private const string Strict = "name: none\nfor: { classification: [confidential] }\nrequire:\n"
        + "  - guarantee: differential-privacy\n    epsilon: { at most: 8 }\n    delta: { at most: 1/n }\n"
        + "  - finding: ngram-overlap\n    measure: worst containment\n    value: { at most: 0.5 }\n";

    private readonly Workplace place = new();

    public AuditCommandTests()
    {
        place.WriteSource();
        // Another tool's texts: no label, another column, one text copied in other spacing.
        Write("clean.jsonl", "{\"story\":\"The weather was fine all week and the garden did well.\"}\n{\"story\":\"Nobody expected the ferry to run so late in the year.\"}\n");
        Write("copied.jsonl", "{\"story\":\"The weather was fine all week and the garden did well.\"}\n{\"story\":\"the invoice of " + Workplace.Canary + "0 SHOWS a charge of 2 euros  that I never agreed to. Please refund it.\"}\n");
    }

    public void Dispose() => place.Dispose();

    [Fact]
    public void Measures_texts_of_another_tool_and_says_so_by_hash_alone()
    {
        var (code, output, error) = Audit("copied.jsonl");
        Assert.True(code == 0, error);
        Assert.Contains("1 of 2 (50.00 %)", output, StringComparison.Ordinal);
        Assert.Contains("column story", output, StringComparison.Ordinal);
        Assert.Contains("MEASURED", output, StringComparison.Ordinal);
        Assert.Matches("text 2 against record [0-9a-f]{16}: the whole text", output);
        AssertNoPrivateText(output, error);
    }

    [Theory]
    [InlineData("clean.jsonl", 0, "HOLDS")]
    [InlineData("copied.jsonl", 3, "REFUSED")]
    public void Judges_findings_by_a_policy_and_lists_what_it_cannot_judge(string candidate, int expected, string word)
    {
        Write("policy.yaml", Strict);
        var (code, output, error) = Audit(candidate, "--policy", "policy.yaml");
        Assert.True(code == expected, error);
        Assert.Contains(word, output, StringComparison.Ordinal);
        Assert.Contains("Not judged, since nothing was proved of texts made elsewhere: the release is differentially private", output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_JSON_that_follows_its_schema_and_never_over_a_file()
    {
        Write("policy.yaml", Strict);
        var (code, output, error) = Audit("copied.jsonl", "--policy", "policy.yaml", "--json", "--out", "audit.json", "--holdout", "tickets.csv");
        Assert.True(code == 3, error);
        Assert.Equal(output, File.ReadAllText(Path.Combine(place.Root, "audit.json")));
        Assert.Empty(JsonSchema.Of(Fixtures.Shipped("schemas", "audit.schema.json")).Problems(output));
        using var json = JsonDocument.Parse(output);
        Assert.Equal("refused", json.RootElement.GetProperty("outcome").GetString());
        Assert.Equal(64, json.RootElement.GetProperty("holdout").GetProperty("texts").GetInt32());
        Assert.Single(json.RootElement.GetProperty("policy").GetProperty("notJudged").EnumerateArray());
        Assert.Equal([Found(json, "training"), Found(json, "holdout")], [1, 1]);
        AssertNoPrivateText(output, error);
        Assert.Equal(2, Audit("copied.jsonl", "--out", "audit.json").ExitCode);
    }

    [Fact]
    public void Leaves_no_ledger_no_release_and_nothing_between_walks()
    {
        Assert.Equal(0, Audit("copied.jsonl", "--memory", "1", "--spill").ExitCode);
        Assert.DoesNotContain(place.Files(), file => Path.GetExtension(file) is ".db" or ".parquet");
        Assert.Equal(
            ["clean.jsonl", "copied.jsonl", "installation.key"],
            place.Files().Select(file => Path.GetFileName(file)!).Where(file => !file.EndsWith(".log", StringComparison.Ordinal)).Order());
        Assert.All(place.Files(), file => Assert.True(Path.GetFileName(file) == "copied.jsonl" || !File.ReadAllText(file).Contains(Workplace.Canary, StringComparison.Ordinal)));
    }

    [Fact]
    public void Finds_what_a_database_finds_between_two_Parquet_files()
    {
        using var database = new DuckDBConnection("DataSource=:memory:");
        database.Open();
        Query(database, "create table mail as select i as id, 'message number ' || cast(hash(case when i % 3 = 0 then i else i % 700 end) % 1000000 as varchar) || ' of many' as body from range(2000) t(i)");
        Query(database, $"copy (select * from mail where id < 1000) to '{Path.Combine(place.Root, "a.parquet")}' (format parquet)");
        Query(database, $"copy (select * from mail where id >= 1000) to '{Path.Combine(place.Root, "b.parquet")}' (format parquet)");
        var expected = Query(database, "select count(*) from mail where id >= 1000 and body in (select body from mail where id < 1000)");
        Assert.InRange(expected, 1, 999);
        var (code, output, error) = place.Command("audit", "--source", "a.parquet", "--candidate", "b.parquet", "--suite", "quick", "--json");
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal("body", json.RootElement.GetProperty("source").GetProperty("text").GetString());
        Assert.Equal(expected, Found(json, "training"));
    }

    [Theory]
    [InlineData(new[] { "--text", "storey" }, "storey")]
    [InlineData(new[] { "--suite", "quik.yaml" }, "quik.yaml")]
    [InlineData(new[] { "--source", "tickets.xlsx" }, "tickets.xlsx")]
    [InlineData(new[] { "--holdout", "nowhere.csv" }, "nowhere.csv")]
    [InlineData(new[] { "--memory", "0" }, "--memory")]
    [InlineData(new[] { "--out", "nowhere/audit.json" }, "nowhere")]
    public void Refuses_bad_input_by_name(string[] arguments, string named)
    {
        string[] common = arguments[0] == "--source" ? [] : ["--source", "tickets.csv"];
        var (code, output, error) = place.Command(["audit", "--candidate", "clean.jsonl", .. common, .. arguments]);
        Assert.Equal(2, code);
        Assert.Contains(named, error + output, StringComparison.Ordinal);
        Assert.DoesNotContain(place.Files(), file => file.EndsWith("audit.json", StringComparison.Ordinal));
    }

    [Fact]
    public void Help_teaches()
    {
        var (code, output, _) = place.Command("audit", "--help");
        Assert.Equal(0, code);
        Assert.All(new[] { "--holdout", "--policy", "--spill", "3 refused", "pipeline audit --source" }, word => Assert.Contains(word, output, StringComparison.Ordinal));
    }

    private (int ExitCode, string Output, string Error) Audit(string candidate, params string[] more) =>
        place.Command(["audit", "--source", "tickets.csv", "--candidate", candidate, .. more]);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(place.Root, name), text);

    private static int Found(JsonDocument json, string against) => json.RootElement.GetProperty("evidence").GetProperty("audits")[0].GetProperty("findings").EnumerateArray()
        .Single(finding => finding.GetProperty("measure").GetString() == "copied records" && finding.GetProperty("against").GetString() == against).GetProperty("k").GetInt32();

    private static int Query(DuckDBConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt32(command.ExecuteScalar() ?? 0);
    }

    private static void AssertNoPrivateText(params string[] written) =>
        Assert.All(written, text => Assert.DoesNotContain(Workplace.Canary, text, StringComparison.OrdinalIgnoreCase));
}
