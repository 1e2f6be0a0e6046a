using Microsoft.Data.Sqlite;
using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Privacy;
using Pipeline.Data.Ledgers;

namespace Pipeline.Tests.Data;

public sealed class LedgerTests : IDisposable
{
    private static readonly Digest Source = Digest.Of("source");

    private readonly TemporaryFolder folder = new();

    private string File => folder.PathOf("ledger.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Gives_back_every_entry_in_order_after_it_is_opened_again()
    {
        var first = Open();
        first.Spend("run-1", Source, Claim(1));
        first.Spend("run-2", Source, Claim(2));
        first.Spend("run-2", Digest.Of("another"), Claim(5));
        var entries = Open().Entries();
        Assert.Equal([1L, 2L, 3L], entries.Select(entry => entry.Sequence));
        Assert.Equal(["run-1", "run-2", "run-2"], entries.Select(entry => entry.Run));
        Assert.Equal(LedgerEntry.Origin, entries[0].Previous);
        Assert.Equal(entries[0].Hash, entries[1].Previous);
        var (mu, runs) = Open().SpentOn(Source);
        Assert.Equal((Math.Sqrt(5), 2), (mu, runs));
    }

    [Fact]
    public void Can_be_read_by_its_owner_only()
    {
        Open();
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public async Task Never_interleaves_two_writers()
    {
        Open();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            var store = new SqliteLedgerStore(File);
            for (var i = 0; i < 10; i++)
                store.Append(last => new LedgerEntry((last?.Sequence ?? 0) + 1, DateTimeOffset.UnixEpoch, LedgerEvent.BudgetSpent, $"run-{writer}-{i}", Source, "{}", last?.Hash ?? LedgerEntry.Origin));
        })));
        var entries = Open().Entries();
        Assert.Equal(40, entries.Count);
        Assert.Equal(40, entries.Select(entry => entry.Run).Distinct().Count());
    }

    [Theory]
    [InlineData("UPDATE entry SET run = 'x'")]
    [InlineData("DELETE FROM entry")]
    public void Lets_nobody_change_or_delete_an_entry(string statement)
    {
        Open().Spend("run-1", Source, Claim(1));
        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => Sql(statement)).Message);
        Assert.Single(Open().Entries());
    }

    [Theory]
    [InlineData("UPDATE entry SET payload = replace(payload, '\"mu\":\"1\"', '\"mu\":\"0\"') WHERE sequence = 2")]
    [InlineData("UPDATE entry SET run = 'another' WHERE sequence = 1")]
    [InlineData("UPDATE entry SET at = '2001-01-01T00:00:00.0000000Z' WHERE sequence = 3")]
    [InlineData("UPDATE entry SET event = 'Nonsense' WHERE sequence = 2")]
    [InlineData("UPDATE entry SET source = 'nonsense' WHERE sequence = 2")]
    [InlineData("DELETE FROM entry WHERE sequence = 1")]
    [InlineData("DELETE FROM entry WHERE sequence = 2")]
    [InlineData("UPDATE entry SET sequence = CASE sequence WHEN 1 THEN 12 WHEN 2 THEN 11 ELSE 13 END")]
    public void Shows_that_it_was_tampered_with_and_is_not_extended_then(string tampering)
    {
        var ledger = Open();
        for (var i = 0; i < 3; i++) ledger.Spend($"run-{i}", Source, Claim(1));
        Sql("DROP TRIGGER entry_is_never_changed; DROP TRIGGER entry_is_never_deleted; " + tampering);
        Assert.Throws<BadInputException>(() => Open().Entries());
        Assert.Throws<BadInputException>(() => Open().Spend("run-4", Source, Claim(1)));
    }

    [Fact]
    public void Cannot_show_by_itself_that_its_last_entry_is_missing()
    {
        var ledger = Open();
        ledger.Spend("run-1", Source, Claim(1));
        var kept = ledger.Spend("run-2", Source, Claim(1));
        Sql("DROP TRIGGER entry_is_never_deleted; DELETE FROM entry WHERE sequence = 2");
        var entries = Open().Entries();
        // The chain alone is whole; the receipt in the evidence is what gives it away.
        Assert.Single(entries);
        Assert.DoesNotContain(kept.Entry, entries.Select(entry => entry.Hash));
    }

    [Theory]
    [InlineData("this is not a database, whatever its name may say, and it is long enough to have a header.......", "damaged")]
    [InlineData("short", "damaged")]
    public void Refuses_a_file_that_is_no_database(string content, string why)
    {
        System.IO.File.WriteAllText(File, content);
        Assert.Contains(why, Assert.Throws<BadInputException>(() => Open()).Message);
        Assert.Equal(content, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Refuses_the_database_of_another_program()
    {
        Sql("CREATE TABLE entry (a)");
        Assert.Contains("another program", Assert.Throws<BadInputException>(() => Open()).Message);
    }

    [Fact]
    public void Refuses_a_version_it_does_not_know()
    {
        Open();
        Sql("PRAGMA user_version = 7");
        Assert.Contains("version 7", Assert.Throws<BadInputException>(() => Open()).Message);
    }

    [Fact]
    public void Refuses_a_folder_in_the_place_of_the_file()
    {
        Directory.CreateDirectory(File);
        Assert.Contains("ledger.db", Assert.Throws<BadInputException>(() => Open()).Message);
    }

    [Fact]
    public void Is_read_without_being_made_brought_up_to_date_or_written()
    {
        Assert.Throws<BadInputException>(() => SqliteLedgerStore.ToRead(File));
        Assert.False(System.IO.File.Exists(File));
        Open().Spend("run-1", Source, Claim(1));
        Sql("PRAGMA user_version = 1");
        var before = System.IO.File.ReadAllBytes(File);
        var reading = SqliteLedgerStore.ToRead(File);
        Assert.Single(new Ledger(reading, TimeProvider.System).Entries());
        Assert.Throws<BadInputException>(() => new Ledger(reading, TimeProvider.System).Spend("run-2", Source, Claim(1)));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
        Sql("PRAGMA application_id = 7");
        Assert.Throws<BadInputException>(() => SqliteLedgerStore.ToRead(File));
    }

    private Ledger Open() => new(new SqliteLedgerStore(File), TimeProvider.System);

    private static PrivacyClaim Claim(double mu) => new()
    {
        Mechanism = "test", Epsilon = 1, Delta = 1e-5, Unit = "customer", RecordsPerUnit = 1, Neighbours = Neighbours.AddOrRemoveOneUnit,
        Noise = NoiseOrigin.Seeded, Sigmas = [1 / mu], Mu = mu, Assumptions = [], NotCovered = [],
    };

    private void Sql(string statements)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }
}
