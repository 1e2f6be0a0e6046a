using System.Text;
using Pipeline.Core;
using Pipeline.Core.Releases.Protocol;

namespace Pipeline.Tests.Core.Releases.Protocol;

/// <summary>How much of a file is there.</summary>
internal enum Content
{
    None,
    Unflushed,
    Flushed,

    /// <summary>What is left of an unflushed file after a power cut.</summary>
    Torn,

    /// <summary>Somebody changed it.</summary>
    Changed,
}

/// <summary>One run on the disk and in the ledger, with what a bystander who sees everything counts.</summary>
internal struct Run
{
    public RunRecord Record;
    public Place Now, Durable;
    public Content Data, Bundle;
    public Digest? DataEvidence;
    public bool LockFile;
    public int Holder, Mechanisms, Publications, LateConsents;
}

/// <summary>A process and what it is about.</summary>
internal struct Worker
{
    public int Run;
    public RunState State;
    public bool Alive, Looked, Remeasured;
    public string? Person;
}

/// <summary>
/// A small model of disk, ledger and processes, in which every act of <see cref="ReleaseProtocol"/> is one step. It is moved
/// from outside: by the explorer, which tries everything, or by Coyote.
/// </summary>
internal sealed class World
{
    public const int Free = -1;

    public static readonly DateTimeOffset Deadline = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);

    private static readonly Digest Policy = Digest.Of("policy"), Settings = Digest.Of("settings"), Rows = Digest.Of("rows"), FirstEvidence = Digest.Of("evidence"), OtherEvidence = Digest.Of("other evidence");

    private readonly ProtocolSetup setup;
    private readonly ProtocolRules rules;
    private readonly Run[] runs;
    private readonly List<Worker> workers;
    private bool late;

    public World(ProtocolSetup setup, ProtocolRules rules)
    {
        (this.setup, this.rules) = (setup, rules);
        runs = [.. Enumerable.Range(0, setup.Runs).Select(_ => new Run { Record = RunRecord.Nothing, Holder = Free })];
        workers =
        [
            .. Enumerable.Range(0, setup.Runs).Select(run => new Worker { Run = run, Alive = true, Looked = true, State = new RunState { Role = Role.Running, Owed = setup.Budgets } }),
            .. setup.People.Select(person => new Worker { Run = 0, Alive = true, Person = person, State = new RunState { Role = Role.Recovering } }),
        ];
    }

    private World(World other)
    {
        (setup, rules, late) = (other.setup, other.rules, other.late);
        (runs, workers) = ([.. other.runs], [.. other.workers]);
    }

    public IReadOnlyList<Run> Runs => runs;

    public IReadOnlyList<Worker> Workers => workers;

    public World Clone() => new(this);

    /// <summary>Whether a process has something to do.</summary>
    public bool Moves(int worker) => workers[worker].Alive;

    /// <summary>One process does its next act. It ends when there is none.</summary>
    public void Step(int at)
    {
        var worker = workers[at];
        if (worker.Person is { } person) Approve(ref worker, person);
        else if (!worker.Looked) Look(at, ref worker);
        else if (rules.Next(worker.State) is { } act) Do(at, ref worker, act);
        else worker.Alive = false;
        if (!worker.Alive) LetGo(at);
        workers[at] = worker;
    }

    /// <summary>A process is killed: what it knew is gone and its lock is free.</summary>
    public void Kill(int at)
    {
        workers[at] = workers[at] with { Alive = false };
        LetGo(at);
    }

    /// <summary>A run is cancelled or an act failed: the process looks where it stands and cleans up.</summary>
    public void GiveUp(int at)
    {
        var worker = workers[at];
        worker.State = worker.State with { Role = Role.Recovering, Record = runs[worker.Run].Record };
        workers[at] = worker;
    }

    /// <summary>The power fails: every process dies, unflushed files are torn, and unflushed names may or may not last.</summary>
    public void CutPower(bool namesLast)
    {
        for (var i = 0; i < workers.Count; i++) Kill(i);
        for (var i = 0; i < runs.Length; i++)
        {
            ref var run = ref runs[i];
            if (run.Data == Content.Unflushed) run.Data = Content.Torn;
            if (run.Bundle == Content.Unflushed) run.Bundle = Content.Torn;
            if (namesLast) run.Durable = run.Now;
            else run.Now = run.Durable;
        }
    }

    /// <summary>Somebody starts and looks what was left of a run.</summary>
    public int Start(int run)
    {
        workers.Add(new Worker { Run = run, Alive = true, State = new RunState { Role = Role.Recovering } });
        return workers.Count - 1;
    }

    /// <summary>The time for approval passes.</summary>
    public void Expire() => late = true;

    /// <summary>Whether the file of a run that waits can be changed without anybody holding it.</summary>
    public bool CanTamper => runs[0] is { Now: Place.Held, Holder: Free, Data: Content.Flushed };

    /// <summary>The file of a run that waits is changed.</summary>
    public void Tamper() => runs[0].Data = Content.Changed;

    private void Approve(ref Worker worker, string person)
    {
        ref var run = ref runs[worker.Run];
        if (run.Now == Place.Held)
        {
            var before = run.Record;
            Bring(ref run, new Consent(person, person, Rows, FirstEvidence, ""));
            if (late && run.Record != before) run.LateConsents++;
        }
        worker.Person = null;
    }

    private void Look(int at, ref Worker worker)
    {
        ref var run = ref runs[worker.Run];
        worker.Looked = true;
        // A visible folder without a lock is finished, and a hidden one without is nobody's to judge.
        var readable = run.Now is Place.Discarded || (run.Now != Place.None && run.LockFile && (run.Holder == Free || !rules.Locks));
        worker.Alive = readable;
        if (!readable) return;
        if (run.Now != Place.Discarded) run.Holder = at;
        worker.State = worker.State with
        {
            Record = run.Record,
            Place = run.Now,
            Locked = run.Now != Place.Discarded,
            Data = run.Data is Content.Flushed or Content.Unflushed,
            Bundle = run.Bundle is Content.Flushed or Content.Unflushed,
            Expired = late,
        };
    }

    private void Do(int at, ref Worker worker, Act act)
    {
        ref var run = ref runs[worker.Run];
        var evidence = worker.Remeasured ? OtherEvidence : FirstEvidence;
        RunRecord? recorded = null;
        RunFact? fact = act switch
        {
            Act.Register => new Registration(Policy, Settings, setup.Approvals),
            Act.Spend => new Payment(),
            Act.Decide => new Ruling(setup.Approves, Rows, evidence, Policy, setup.Approvals > 0 ? Deadline : null),
            Act.Intend => new Intent(Rows, evidence, FileOf(run)),
            Act.Record => new Publication(Rows, evidence, FileOf(run)),
            Act.Withdraw => new Withdrawal(),
            _ => null,
        };
        if (fact is not null)
        {
            if (!Bring(ref run, fact))
            {
                // The real ledger throws here: a run that goes on is given up, a recovery ends and tells.
                if (worker.State.Role == Role.Running) worker.State = worker.State with { Role = Role.Recovering, Record = run.Record };
                else worker.Alive = false;
                return;
            }
            recorded = run.Record;
        }
        else OnDisk(at, ref run, act, evidence);
        if (act == Act.Decide && rules.MeasuresAgain) worker.Remeasured = true;
        // Without the rename the folder keeps its name while its files go, the lock among them.
        if (act == Act.Discard && !rules.RenamesBeforeDeleting) worker.State = worker.State with { Place = Place.Discarded };
        else worker.State = ReleaseProtocol.Effect(worker.State, act, recorded)!;
    }

    private void OnDisk(int at, ref Run run, Act act, Digest evidence)
    {
        switch (act)
        {
            case Act.Begin: (run.Now, run.LockFile, run.Holder) = (Place.Staged, true, at); break;
            case Act.RunMechanism: run.Mechanisms++; break;
            case Act.WriteData: (run.Data, run.DataEvidence) = (Content.Unflushed, evidence); break;
            case Act.WriteBundle: run.Bundle = Content.Unflushed; break;
            case Act.FlushFiles: (run.Data, run.Bundle) = (Flushed(run.Data), Flushed(run.Bundle)); break;
            // A rename fails when the folder is gone: somebody who ignored the lock took it away.
            case Act.Hold: Rename(ref run, Place.Staged, Place.Held); break;
            case Act.Publish: Rename(ref run, run.Now == Place.Held ? Place.Held : Place.Staged, Place.Visible); break;
            case Act.FlushNames: run.Durable = run.Now; break;
            case Act.Unlock: (run.Holder, run.LockFile) = (Free, run.Now == Place.Held); break;
            case Act.Discard: (run.Now, run.LockFile) = rules.RenamesBeforeDeleting ? (Place.Discarded, run.LockFile) : (run.Now, false); break;
            case Act.Delete: (run.Now, run.Holder) = (Place.None, Free); break;
        }

        static Content Flushed(Content content) => content == Content.Unflushed ? Content.Flushed : content;

        static void Rename(ref Run run, Place from, Place to)
        {
            if (run.Now == from) run.Now = to;
        }
    }

    private static Digest FileOf(in Run run) => Digest.Of($"file {run.DataEvidence} {run.Data is Content.Changed or Content.Torn}");

    private bool Bring(ref Run run, RunFact fact)
    {
        var (standing, record) = rules.Takes(run.Record, fact, late);
        if (standing == Standing.Contradicts) return false;
        run.Record = record;
        if (standing == Standing.Follows && fact is Publication) run.Publications++;
        return true;
    }

    private void LetGo(int at)
    {
        for (var i = 0; i < runs.Length; i++)
            if (runs[i].Holder == at) runs[i].Holder = Free;
    }

    /// <summary>Two worlds with one key behave alike. Processes that ended do not count.</summary>
    public string Key()
    {
        var key = new StringBuilder(256);
        key.Append(late ? 'L' : 'e');
        foreach (var run in runs)
        {
            key.Append('|').Append((int)run.Record.Phase).Append(run.Record.Budgets).Append(run.Record.First?[0]).Append(run.Record.Second?[0]).Append(Short(run.Record.Ruled?.Evidence)).Append(Short(run.Record.Intended?.Evidence))
                .Append(Short(run.Record.Intended?.File)).Append('.').Append((int)run.Now).Append((int)run.Durable).Append((int)run.Data).Append((int)run.Bundle).Append(Short(run.DataEvidence)).Append(run.LockFile ? 1 : 0)
                .Append(run.Mechanisms).Append(run.Publications).Append(run.LateConsents).Append('h').Append(Living(run.Holder));
        }
        foreach (var worker in workers.Where(worker => worker.Alive))
        {
            var state = worker.State;
            key.Append('/').Append(worker.Run).Append(worker.Looked ? 1 : 0).Append(worker.Remeasured ? 1 : 0).Append(worker.Person).Append((int)state.Role).Append((int)state.Record.Phase).Append(state.Record.Budgets)
                .Append(state.Record.First?[0]).Append(state.Record.Second?[0]).Append((int)state.Place).Append(state.Owed).Append(',').Append(state.Receipts).Append(state.Locked ? 1 : 0).Append(state.Data ? 1 : 0)
                .Append(state.Bundle ? 1 : 0).Append(state.Flushed ? 1 : 0).Append(state.Named ? 1 : 0).Append(state.Expired ? 1 : 0);
        }
        return key.ToString();

        int Living(int holder) => holder == Free ? Free : workers.Take(holder).Count(worker => worker.Alive);

        static string Short(Digest? digest) => digest?.Hex[..2] ?? "-";
    }
}
