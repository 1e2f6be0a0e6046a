using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Releases.Protocol;
using Pipeline.Data.Ledgers;
using Pipeline.Data.Runs;
using Pipeline.Tests.Core;

namespace Pipeline.Tests.Data;

public sealed class ReleaseRunTests : IDisposable
{
    private static readonly Digest Policy = Digest.Of("policy"), Rows = Digest.Of("rows"), Evidence = Digest.Of("evidence");

    private readonly TemporaryFolder folder = new();

    private string ReleaseTo => folder.PathOf("out");

    private Ledger Ledger => new(new SqliteLedgerStore(folder.PathOf("ledger.db")), new FixedClock(Cases.Now));

    public void Dispose() => folder.Dispose();

    private ReleaseRun Begin(string run = "run-1") => ReleaseRun.Begin(Disk.Real, Ledger, ReleaseTo, run);

    private IReadOnlyList<Recovered> Recover(DateTimeOffset? now = null) => Recovery.Run(Disk.Real, Ledger, ReleaseTo, now ?? Cases.Now);

    /// <summary>A run up to the decision.</summary>
    private ReleaseRun Decided(bool approves, string name = "run-1", int approvals = 0)
    {
        var run = Begin(name);
        run.Register(Cases.Source, Policy, Cases.Settings, approvals);
        Ledger.Spend(name, Cases.Source, Cases.Claim());
        run.Decide(new Ruling(approves, Rows, Evidence, Policy, approvals > 0 ? Cases.Now.AddDays(1) : null));
        return run;
    }

    private static Digest WriteData(ReleaseRun run) => run.WriteData((_, path) =>
    {
        File.WriteAllText(path, "data");
        return Digest.OfFile(path);
    });

    private void Approved(string name = "run-1")
    {
        using var run = Decided(approves: true, name);
        run.Intend(WriteData(run));
        run.WriteBundle("{}");
        run.Publish();
    }

    private IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(ReleaseTo).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private IEnumerable<LedgerEvent> Events(string run = "run-1") => Ledger.Entries().Where(entry => entry.Run == run).Select(entry => entry.Event);

    [Fact]
    public void Becomes_visible_whole_and_is_named_in_the_ledger_before_and_after()
    {
        using (var run = Decided(approves: true))
        {
            run.Write("plan.json", "{}");
            run.Intend(WriteData(run));
            run.WriteBundle("{}");
            Assert.False(Directory.Exists(run.Final));
            run.Publish();
            Assert.Equal(["data.parquet", "evidence.dsse.json", "plan.json"], Directory.EnumerateFileSystemEntries(run.Final).Select(path => Path.GetFileName(path)).Order());
        }
        Assert.Equal(["run-1"], Names());
        Assert.Equal([LedgerEvent.Registered, LedgerEvent.BudgetSpent, LedgerEvent.Decided, LedgerEvent.Releasing, LedgerEvent.Released], Events());
        Assert.Empty(Recover());
    }

    [Fact]
    public void A_refused_run_becomes_visible_without_data()
    {
        using (var run = Decided(approves: false))
        {
            Assert.Throws<InvalidOperationException>(() => WriteData(run));
            run.WriteBundle("{}");
            run.Publish();
        }
        Assert.Equal(["evidence.dsse.json"], Directory.EnumerateFileSystemEntries(Path.Combine(ReleaseTo, "run-1")).Select(path => Path.GetFileName(path)));
        Assert.Equal([LedgerEvent.Registered, LedgerEvent.BudgetSpent, LedgerEvent.Decided], Events());
    }

    [Fact]
    public void Does_nothing_out_of_order()
    {
        using var run = Begin();
        Assert.Throws<InvalidOperationException>(() => run.Decide(new Ruling(true, Rows, Evidence, Policy, null)));
        Assert.Throws<InvalidOperationException>(() => WriteData(run));
        Assert.Throws<InvalidOperationException>(run.Publish);
        run.Register(Cases.Source, Policy, Cases.Settings, 0);
        Assert.Throws<InvalidOperationException>(() => run.Decide(new Ruling(true, Rows, Evidence, Policy, null))); // nothing was paid
        Ledger.Spend("run-1", Cases.Source, Cases.Claim());
        Assert.Throws<InvalidOperationException>(() => run.Decide(new Ruling(true, Rows, Evidence, Digest.Of("another policy"), null)));
        Assert.Throws<InvalidOperationException>(() => run.WriteBundle("{}"));
        Assert.Equal([LedgerEvent.Registered, LedgerEvent.BudgetSpent], Events());
    }

    [Fact]
    public void A_run_that_is_given_up_is_withdrawn_and_leaves_nothing()
    {
        using (var run = Decided(approves: true)) WriteData(run);
        Assert.Empty(Names());
        Assert.Equal(LedgerEvent.Withdrawn, Events().Last());
        using (Begin("run-2"))
        {
        }
        Assert.Empty(Names());
        Assert.Empty(Events("run-2"));
    }

    [Fact]
    public void Nobody_else_can_read_what_is_hidden_and_readers_can_read_what_is_visible()
    {
        if (OperatingSystem.IsWindows()) return;
        using var run = Begin();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(ReleaseTo, ".staging-run-1")));
        Approved("run-2");
        Assert.Equal(File.GetUnixFileMode(ReleaseTo), File.GetUnixFileMode(Path.Combine(ReleaseTo, "run-2")));
    }

    [Fact]
    public void Never_overwrites_a_run()
    {
        Approved();
        Assert.Throws<BadInputException>(() => Begin());
        Assert.Equal(["run-1"], Names());
    }

    [Fact]
    public void Refuses_a_name_that_the_ledger_knows_even_when_its_folder_is_gone()
    {
        Approved();
        Directory.Delete(Path.Combine(ReleaseTo, "run-1"), recursive: true);
        Assert.Contains("ledger", Assert.Throws<BadInputException>(() => Begin()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_replace_a_run_that_appeared_meanwhile()
    {
        using (var run = Decided(approves: false))
        {
            run.WriteBundle("{}");
            Directory.CreateDirectory(Path.Combine(ReleaseTo, "run-1"));
            File.WriteAllText(Path.Combine(ReleaseTo, "run-1", "theirs"), "");
            Assert.Throws<BadInputException>(run.Publish);
        }
        Assert.Equal(["run-1"], Names());
        Assert.True(File.Exists(Path.Combine(ReleaseTo, "run-1", "theirs")));
    }

    [Fact]
    public void Refuses_a_name_that_a_living_run_has_and_recovery_leaves_it_alone()
    {
        using var first = Begin();
        Assert.Throws<BadInputException>(() => Begin());
        Assert.Empty(Recover());
        Assert.Equal([".staging-run-1"], Names());
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".staging-x")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public void Refuses_a_name_that_is_no_plain_folder_name(string run) => Assert.Throws<BadInputException>(() => Begin(run));

    [Theory]
    [InlineData("../escape")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData(".lock")]
    public void Makes_no_file_outside_the_run(string name)
    {
        using var run = Begin();
        Assert.Throws<ArgumentException>(() => run.Create(name));
    }

    [Fact]
    public void Refuses_where_it_cannot_write()
    {
        var blocked = folder.Write("file", "in the way");
        var refused = Assert.Throws<BadInputException>(() => ReleaseRun.Begin(Disk.Real, Ledger, Path.Combine(blocked, "out"), "run-1"));
        Assert.Contains("write", Assert.Single(refused.Problems).Expected);
    }

    [Fact]
    public void Recovery_withdraws_what_a_dead_process_left_hidden()
    {
        Ledger.Record("run-1", Cases.Source, new Registration(Policy, Cases.Settings, 0));
        Ledger.Spend("run-1", Cases.Source, Cases.Claim());
        Die(".staging-run-1");
        Die(".staging-run-2"); // died before it was registered
        Die(".discarded-run-3", withLock: false);
        Assert.Equal([("run-1", Phase.Withdrawn, true), ("run-2", Phase.Unknown, true)], Recover().Select(left => (left.Run, left.Phase, left.Clear)));
        Assert.Empty(Names());
        Assert.Equal([LedgerEvent.Registered, LedgerEvent.BudgetSpent, LedgerEvent.Withdrawn], Events());
        Assert.Equal((1, 1), Ledger.SpentOn(Cases.Source));
        Assert.Empty(Recover());
    }

    [Fact]
    public void Recovery_records_a_release_that_had_become_visible()
    {
        VisibleBeforeTheCrash("data");
        Assert.Equal([("run-1", Phase.Released, true)], Recover().Select(left => (left.Run, left.Phase, left.Clear)));
        Assert.Equal(LedgerEvent.Released, Events().Last());
        Assert.False(File.Exists(Path.Combine(ReleaseTo, "run-1", ".lock")));
        Assert.Empty(Recover());
    }

    [Fact]
    public void Recovery_records_nothing_of_a_visible_file_that_the_ledger_does_not_name()
    {
        VisibleBeforeTheCrash("other data");
        Assert.Equal([("run-1", Phase.Releasing, false)], Recover().Select(left => (left.Run, left.Phase, left.Clear)));
        Assert.Equal(LedgerEvent.Releasing, Events().Last());
        Assert.Equal(["run-1"], Names());
        Assert.Single(Recover()); // and it says so again until a person has looked
    }

    [Fact]
    public void Has_nothing_to_recover_where_nothing_ever_ran() => Assert.Empty(Recovery.Run(Disk.Real, Ledger, folder.PathOf("nowhere"), Cases.Now));

    [Fact]
    public void A_run_that_waits_is_whole_and_hidden_outlives_its_process_and_is_withdrawn_when_nobody_approves_in_time()
    {
        using (var run = Decided(approves: true, approvals: 2))
        {
            WriteData(run);
            run.Hold();
        }
        Assert.Equal([".held-run-1"], Names());
        Assert.Empty(Recover());
        Assert.Equal([".held-run-1"], Names());
        Assert.Equal([("run-1", Phase.Withdrawn)], Recover(Cases.Now.AddDays(2)).Select(left => (left.Run, left.Phase)));
        Assert.Empty(Names());
    }

    private void VisibleBeforeTheCrash(string data)
    {
        Ledger.Record("run-1", Cases.Source, new Registration(Policy, Cases.Settings, 0));
        Ledger.Spend("run-1", Cases.Source, Cases.Claim());
        Ledger.Record("run-1", Cases.Source, new Ruling(true, Rows, Evidence, Policy, null));
        Ledger.Record("run-1", Cases.Source, new Intent(Rows, Evidence, Digest.Of("data")));
        Die("run-1");
        File.WriteAllText(Path.Combine(ReleaseTo, "run-1", RunFiles.Data), data);
        File.WriteAllText(Path.Combine(ReleaseTo, "run-1", RunFiles.Bundle), "{}");
    }

    /// <summary>What a process leaves that is killed in the middle of a run: a folder whose lock nobody holds.</summary>
    private void Die(string name, bool withLock = true)
    {
        Directory.CreateDirectory(Path.Combine(ReleaseTo, name));
        if (withLock) File.WriteAllText(Path.Combine(ReleaseTo, name, ".lock"), "");
    }
}
