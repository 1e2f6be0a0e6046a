using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Releases.Protocol;

namespace Pipeline.Data.Runs;

/// <summary>Carries acts of the protocol out on disk and ledger, and keeps the state that the protocol says follows.</summary>
internal sealed class Driver
{
    private readonly Ledger ledger;

    private Driver(IDisk disk, Ledger ledger, RunFolder folder, RunState state)
    {
        (Disk, this.ledger, Folder, State) = (disk, ledger, folder, state);
        Source = ledger.SourceOf(folder.Run);
    }

    public IDisk Disk { get; }

    public RunFolder Folder { get; }

    public RunState State { get; private set; }

    /// <summary>Digest of the source; unknown before the run is registered.</summary>
    public Digest? Source { get; set; }

    /// <summary>Begins a run.</summary>
    public static Driver Begin(IDisk disk, Ledger ledger, string releaseTo, string run)
    {
        var before = new RunState { Role = Role.Running, Record = ledger.RecordOf(run) };
        if (ReleaseProtocol.Next(before) != Act.Begin)
            throw new BadInputException(Path.Combine(releaseTo, run), "The ledger knows a run of this name already.", "a new name");
        return new Driver(disk, ledger, RunFolder.Begin(disk, releaseTo, run), ReleaseProtocol.After(before, Act.Begin)!);
    }

    /// <summary>Goes on with a folder that nobody holds; null when somebody does.</summary>
    public static Driver? Take(IDisk disk, Ledger ledger, string root, string run, Place place, DateTimeOffset now)
    {
        if (RunFolder.Take(disk, root, run, place) is not { } folder) return null;
        try
        {
            var driver = new Driver(disk, ledger, folder, new RunState { Role = Role.Recovering, Locked = place != Place.Discarded });
            driver.See(place, now);
            return driver;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Does the act that is next.</summary>
    /// <exception cref="InvalidOperationException">The protocol says that another one is.</exception>
    public void Do(Act act, RunFact? fact = null, Action? effect = null)
    {
        var next = ReleaseProtocol.Next(State);
        if (next != act) throw new InvalidOperationException($"The protocol asks for {next?.ToString() ?? "nothing"} here, not {act}: the run is {State.Record.Phase} and {State.Place}.");
        RunRecord? recorded = null;
        if (fact is not null)
        {
            ledger.Record(Folder.Run, Source ?? throw new InvalidOperationException("The run has no source yet."), fact);
            recorded = ledger.RecordOf(Folder.Run);
        }
        else Guard(() => Carry(act, effect));
        State = ReleaseProtocol.After(State, act, recorded) ?? throw new InvalidOperationException($"The protocol forbids {act}.");
    }

    /// <summary>Reads the ledger again; every budget of the run that is spent has been used.</summary>
    public void Refresh() => State = State with { Record = ledger.RecordOf(Folder.Run) };

    /// <summary>Names the file that is to become visible.</summary>
    public void Intend(Digest file)
    {
        var ruled = State.Record.Ruled ?? throw new InvalidOperationException("Nothing was decided.");
        Do(Act.Intend, new Intent(ruled.Candidate, ruled.Evidence, file));
    }

    /// <summary>Does everything that needs nothing more from outside: up to the end, or to what does.</summary>
    public void Finish()
    {
        while (ReleaseProtocol.Next(State) is { } act && act is not (Act.WriteBundle or Act.WriteData or Act.Intend or Act.Decide or Act.Register or Act.Spend or Act.RunMechanism or Act.Begin))
        {
            Do(act, act switch
            {
                Act.Record when State.Record.Intended is { } intended => new Publication(intended.Candidate, intended.Evidence, intended.File),
                Act.Withdraw => new Withdrawal(),
                _ => null,
            });
        }
    }

    /// <summary>Gives the run up wherever it stands: also in the middle of an act that failed.</summary>
    public void GiveUp()
    {
        var (record, place) = (ledger.RecordOf(Folder.Run), Folder.Sight());
        State = State with { Role = Role.Recovering, Record = record, Place = place, Named = false };
        Finish();
    }

    /// <summary>Runs what touches the disk; what the operating system refuses becomes a bad input that names the path.</summary>
    public T Guard<T>(Func<T> work) => Durable.Guard(Folder.Path, "a folder on a disk with free space that you may write to", work);

    private void See(Place place, DateTimeOffset now)
    {
        var record = ledger.RecordOf(Folder.Run);
        var data = Folder.FileOf(RunFiles.Data);
        State = State with
        {
            Record = record,
            Place = place,
            Data = record.Intended is { } intended && File.Exists(data) && Digest.OfFile(data) == intended.File,
            Bundle = File.Exists(Folder.FileOf(RunFiles.Bundle)),
            Expired = record.Ruled?.Until is { } until && now > until,
        };
    }

    private bool Carry(Act act, Action? effect)
    {
        switch (act)
        {
            case Act.FlushFiles: Folder.FlushFiles(); break;
            case Act.FlushNames: Folder.FlushNames(); break;
            case Act.Hold: Folder.MoveTo(Place.Held); break;
            case Act.Publish: Folder.MoveTo(Place.Visible); break;
            case Act.Discard: Folder.MoveTo(Place.Discarded); break;
            case Act.Delete: Folder.Delete(); break;
            case Act.Unlock: Folder.Unlock(State.Place); break;
            default: (effect ?? throw new InvalidOperationException($"Nothing says how {act} is done."))(); break;
        }
        return true;
    }
}
