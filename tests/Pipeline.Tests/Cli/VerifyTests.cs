using System.Text.Json;
using Microsoft.Data.Sqlite;
using Pipeline.Tests.Attestation;

namespace Pipeline.Tests.Cli;

/// <summary>The program verifying bundles that it did not make, in a folder of its own.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly Workplace place = new();
    private readonly SignedRun run = new();

    public void Dispose()
    {
        place.Dispose();
        run.Dispose();
    }

    private string State => Path.Combine(place.Root, "state");

    private (int ExitCode, string Output, string Error) Verify(params string[] more) => place.Command(["verify", run.FolderOf("run-1"), .. more]);

    [Fact]
    public void Says_not_verified_without_a_key_and_makes_no_state_folder()
    {
        run.Run("run-1");
        var (code, output, _) = Verify("--json");
        Assert.Equal(3, code);
        using var verified = JsonDocument.Parse(output);
        var checks = verified.RootElement.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!, check => check.GetProperty("outcome").GetString());
        Assert.DoesNotContain("fails", checks.Values);
        Assert.Equal(["certificate", "decision", "ledger itself", "signature", "source"], checks.Where(check => check.Value == "not checked").Select(check => check.Key).Order());
        Assert.NotEmpty(verified.RootElement.GetProperty("notInAnyBundle").EnumerateArray());
        Assert.False(Directory.Exists(State));
    }

    [Theory]
    [InlineData("UPDATE entry SET run = 'another' WHERE sequence = 2")]
    [InlineData("UPDATE entry SET event = 'Nonsense' WHERE sequence = 2")]
    [InlineData("DELETE FROM entry WHERE sequence = 3")]
    [InlineData("DELETE FROM entry WHERE sequence = (SELECT max(sequence) FROM entry); DELETE FROM entry WHERE sequence = (SELECT max(sequence) FROM entry)")]
    [InlineData("UPDATE entry SET sequence = CASE sequence WHEN 1 THEN 12 WHEN 2 THEN 11 ELSE sequence + 10 END")]
    public void Shows_a_ledger_that_was_tampered_with_and_changes_none(string tampering)
    {
        run.Run("run-1");
        Assert.Equal(0, Verify("--key", run.Key.Public.Text, "--ledger", run.LedgerFile).ExitCode);
        using (var connection = new SqliteConnection($"Data Source={run.LedgerFile};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DROP TRIGGER entry_is_never_changed; DROP TRIGGER entry_is_never_deleted; " + tampering;
            command.ExecuteNonQuery();
        }
        var before = File.ReadAllBytes(run.LedgerFile);
        var (code, output, _) = Verify("--key", run.Key.Public.Text, "--ledger", run.LedgerFile, "--json");
        Assert.Equal(3, code);
        using var verified = JsonDocument.Parse(output);
        Assert.Equal("ledger itself", Assert.Single(verified.RootElement.GetProperty("checks").EnumerateArray(), check => check.GetProperty("outcome").GetString() == "fails").GetProperty("name").GetString());
        Assert.Equal(before, File.ReadAllBytes(run.LedgerFile));
    }

    [Fact]
    public void Tells_a_source_from_another_and_what_is_no_ledger_from_one_that_is_broken()
    {
        run.Run("run-1");
        var other = Path.Combine(place.Root, "other.csv");
        File.WriteAllText(other, "id,text\n");
        Assert.Equal(3, Verify("--key", run.Key.Public.Text, "--source", other).ExitCode);
        Assert.Equal(2, Verify("--key", run.Key.Public.Text, "--source", "nothing.csv").ExitCode);
        Assert.Equal(2, Verify("--key", run.Key.Public.Text, "--ledger", other).ExitCode);
    }
}
