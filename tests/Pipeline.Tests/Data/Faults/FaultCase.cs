using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Core.Releases.Protocol;
using Pipeline.Data.Ledgers;
using Pipeline.Data.Releases;
using Pipeline.Data.Runs;
using Pipeline.Tests.Core;

namespace Pipeline.Tests.Data.Faults;

/// <summary>
/// A run on the real disk and the real SQLite ledger under one fault, then the next start, then a look at everything that is
/// there. The mechanism, the gate, the sink and the protocol are the product's; the source and the model are not needed.
/// </summary>
internal sealed class FaultCase : IDisposable
{
    private const string Run = "run-1", Retry = "run-2";

    private static readonly Candidate Rows = Cases.Candidate();

    private readonly TemporaryFolder folder = new(inMemory: true);
    private readonly FaultPlan sound = new(null, 0);
    private readonly FaultySqlite soundSqlite;
    private readonly bool approves, careless;
    private int mechanisms;

    /// <param name="approves">What the gate says.</param>
    /// <param name="careless">A control: flushing does nothing, so a power cut must be seen to break the laws.</param>
    public FaultCase(bool approves, bool careless = false)
    {
        (this.approves, this.careless) = (approves, careless);
        // A sound disk that need not be waited for: what comes after the fault flushes nothing for real either.
        soundSqlite = new FaultySqlite(sound);
    }

    private string Root => folder.PathOf("out");

    private string LedgerFile => folder.PathOf("ledger.db");

    public void Dispose()
    {
        soundSqlite.Dispose();
        folder.Dispose();
    }

    /// <summary>Runs under a plan, starts again without one, and may try once more under another name.</summary>
    /// <returns>What is wrong then, or null.</returns>
    public string? Check(FaultPlan plan, bool again = true)
    {
        var ended = Attempt(plan);
        if (Wrong(before: true) is { } early) return early;
        // An unborn folder counts as dead after a minute; nobody here waits for it.
        foreach (var unborn in Directory.Exists(Root) ? Directory.GetDirectories(Root, ".unborn-*") : []) Directory.SetLastWriteTimeUtc(unborn, DateTime.UtcNow.AddHours(-1));
        Recover();
        if (Wrong(before: false) is { } late) return late;
        var seen = Seen();
        Recover();
        if (Seen() != seen) return "recovering twice is not recovering once";
        if (again) Carry(new FaultyDisk(sound), Open(), Retry);
        if (again && Open().RecordOf(Retry).Phase != (approves ? Phase.Released : Phase.Refused)) return "a run after that does not work";
        return ended && Open().RecordOf(Run).Phase != (approves ? Phase.Released : Phase.Refused) ? "it ended well and is not recorded" : null;
    }

    private bool Attempt(FaultPlan plan)
    {
        using var sqlite = new FaultySqlite(plan);
        try
        {
            Carry(new FaultyDisk(plan, careless), Open(sqlite.Name), Run);
            return true;
        }
        catch (Exception expected) when (expected is KilledException or BadInputException or IOException || (plan.Dead && expected is ObjectDisposedException or InvalidOperationException))
        {
            return false;
        }
        finally
        {
            plan.Bury();
        }
    }

    private Ledger Open(string? files = null) => new(new SqliteLedgerStore(LedgerFile, files ?? soundSqlite.Name), new FixedClock(Cases.Now));

    private void Recover() => Recovery.Run(new FaultyDisk(sound), Open(), Root, Cases.Now);

    private void Carry(IDisk disk, Ledger ledger, string name)
    {
        Recovery.Run(disk, ledger, Root, Cases.Now);
        var policy = Cases.Policy(Cases.Private8, Cases.CopiedAtMost(approves ? .5 : .0001));
        using var run = ReleaseRun.Begin(disk, ledger, Root, name);
        run.Register(Cases.Source, policy.Digest, Cases.Settings, 0);
        var claim = Cases.Claim();
        var receipt = ledger.Spend(name, Cases.Source, claim);
        mechanisms++;
        new Cases.Releasing(claim).Run(receipt, CancellationToken.None);
        var evidence = Cases.Evidence(Rows);
        var decision = Gate.Decide(policy, Rows, evidence, Cases.Facts(), Cases.Now);
        run.Decide(new Ruling(decision is Approved, Rows.Digest, evidence.Digest(), policy.Digest, null));
        if (decision is Approved approved)
        {
            var file = run.WriteData((on, path) => ParquetSink.Write(approved.Release, new Dictionary<string, string>(), path, CancellationToken.None, on));
            run.Intend(file);
        }
        run.Write("plan.json", "{}");
        run.WriteBundle($"evidence {evidence.Digest()}");
        run.Publish();
    }

    /// <summary>The laws, on what really stands on the disk and in the ledger.</summary>
    private string? Wrong(bool before)
    {
        var ledger = Open();
        var entries = ledger.Entries().Where(entry => entry.Run == Run).ToList();
        var record = ledger.RecordOf(Run);
        if (record.Budgets < mechanisms) return "a mechanism ran without a budget in the ledger";
        if (record.Budgets > 1) return "a budget was spent twice";
        if (entries.Count(entry => entry.Event == LedgerEvent.Released) > 1) return "it was released twice";
        var visible = Path.Combine(Root, Run);
        var data = Path.Combine(visible, RunFiles.Data);
        if (Directory.Exists(visible))
        {
            if (record.Phase is not (Phase.Releasing or Phase.Released or Phase.Refused)) return $"it is visible and {record.Phase}";
            if (File.Exists(data) != approves) return "what is visible is not what was decided";
            if (approves && Digest.OfFile(data) != record.Intended?.File) return "the visible file is not the one the ledger names";
            if (approves && record.Intended!.Evidence != record.Ruled?.Evidence) return "it was released on other evidence than it was decided on";
            if (File.ReadAllText(Path.Combine(visible, RunFiles.Bundle)) != $"evidence {record.Ruled!.Evidence}") return "half of the evidence is visible";
            if (File.ReadAllText(Path.Combine(visible, "plan.json")) != "{}") return "half of the plan is visible";
        }
        else if (record.Phase == Phase.Released) return "the ledger knows a release that nobody sees";
        if (before) return null;
        string[] known = [Run, Retry];
        var left = (Directory.Exists(Root) ? Directory.EnumerateDirectories(Root) : []).Select(path => Path.GetFileName(path)).Except(known).ToList();
        if (left.Count > 0) return $"{string.Join(", ", left)} is left over";
        if (File.Exists(Path.Combine(visible, ".lock"))) return "a lock is left over";
        var over = Directory.Exists(visible) ? record.Phase is Phase.Released or Phase.Refused : record.Phase is Phase.Unknown or Phase.Withdrawn or Phase.Refused;
        return over ? null : $"the run is forgotten: {record.Phase}";
    }

    private string Seen() => string.Join('\n', Open().Entries().Select(entry => $"{entry.Hash}")
        .Concat(Directory.Exists(Root) ? Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : []));
}
