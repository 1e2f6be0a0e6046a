using Pipeline.Core.Releases.Protocol;

namespace Pipeline.Tests.Core.Releases.Protocol;

/// <summary>What processes and ledger go by in a world: the protocol itself, or a mutant of it.</summary>
internal sealed record ProtocolRules(string Name)
{
    /// <summary>What a process does next.</summary>
    public Func<RunState, Act?> Next { get; init; } = ReleaseProtocol.Next;

    /// <summary>What the ledger says of a fact; the flag says that the time for approval has passed.</summary>
    public Func<RunRecord, RunFact, bool, (Standing Standing, RunRecord Record)> Takes { get; init; } =
        (record, fact, late) => record.After(fact, late ? World.Deadline.AddDays(1) : World.Deadline.AddDays(-1));

    /// <summary>Whether a process that starts leaves the folders of living ones alone.</summary>
    public bool Locks { get; init; } = true;

    /// <summary>Whether a folder is renamed before it is deleted.</summary>
    public bool RenamesBeforeDeleting { get; init; } = true;

    /// <summary>Whether the candidate is measured again after the decision, with another result.</summary>
    public bool MeasuresAgain { get; init; }

    /// <summary>The protocol.</summary>
    public static ProtocolRules Real { get; } = new("the protocol");

    /// <summary>Wrong in one place each; what the protocol is there for.</summary>
    public static IReadOnlyList<ProtocolRules> Mutants { get; } =
    [
        new("renames before the files are flushed") { Next = state => ReleaseProtocol.Next(state.Place == Place.Held ? state : state with { Flushed = true }) },
        new("runs the mechanism before the ledger entry") { Next = state => state is { Role: Role.Running, Place: Place.Staged, Owed: > 0, Receipts: 0, Record.Phase: Phase.Registered or Phase.Paid } ? Act.RunMechanism : ReleaseProtocol.Next(state) },
        new("takes the folders of living runs") { Locks = false },
        new("renames before the ledger names the file") { Next = NamesTooLate },
        new("records before the folder's name is flushed") { Next = state => ReleaseProtocol.Next(state.Place == Place.Visible ? state with { Named = true } : state) },
        new("registers before the folder's name is flushed") { Next = state => ReleaseProtocol.Next(state.Place == Place.Staged ? state with { Named = true } : state) },
        new("finishes what a dead process left") { Next = state => state is { Role: Role.Recovering, Place: Place.Staged, Locked: true, Record.Phase: Phase.Releasing } ? Act.Publish : ReleaseProtocol.Next(state) },
        new("removes a dead run without a word") { Next = state => ReleaseProtocol.Next(state) is Act.Withdraw ? Act.Discard : ReleaseProtocol.Next(state) },
        new("removes a dead run before it says so") { Next = state => state is { Role: Role.Recovering, Place: Place.Staged, Locked: true } && ReleaseProtocol.Next(state) is Act.Withdraw ? Act.Discard : state is { Place: Place.Discarded, Record.Phase: Phase.Registered or Phase.Paid or Phase.Approved or Phase.Releasing, Locked: true } ? Act.Withdraw : ReleaseProtocol.Next(state) },
        new("goes on with the receipt of a dead process") { Next = state => state is { Role: Role.Recovering, Place: Place.Staged, Locked: true, Record.Phase: Phase.Paid, Receipts: 0 } ? Act.RunMechanism : ReleaseProtocol.Next(state) },
        new("leaves a release it finds unrecorded") { Next = state => state is { Role: Role.Recovering, Place: Place.Visible, Record.Phase: Phase.Releasing } ? Act.Unlock : ReleaseProtocol.Next(state) },
        new("deletes in place") { RenamesBeforeDeleting = false },
        new("releases on other evidence than was decided on") { MeasuresAgain = true, Takes = TakesAnyEvidence },
        new("counts one person twice") { Takes = (record, fact, late) => fact is Consent consent && record.First == consent.Person && record is { Phase: Phase.Approved, Second: null } ? (Standing.Follows, record with { Second = consent.Person }) : Real.Takes(record, fact, late) },
        new("lets people approve when the time has passed") { Takes = (record, fact, _) => Real.Takes(record, fact, false) },
        new("releases a waiting file that was changed") { Next = state => ReleaseProtocol.Next(state.Place == Place.Held ? state with { Data = true } : state) },
        new("releases with one approval") { Takes = (record, fact, late) => fact is Intent intent && record is { Phase: Phase.Approved, First: not null } ? (Standing.Follows, record with { Phase = Phase.Releasing, Intended = intent }) : Real.Takes(record, fact, late), Next = state => ReleaseProtocol.Next(state is { Place: Place.Held, Record: { First: { } first, Second: null } } ? state with { Record = state.Record with { Second = first } } : state) },
    ];

    private static Act? NamesTooLate(RunState state) => state switch
    {
        { Role: Role.Running, Place: Place.Staged, Data: true, Record: { Phase: Phase.Approved, Consented: true } } =>
            !state.Bundle ? Act.WriteBundle : !state.Flushed ? Act.FlushFiles : Act.Publish,
        { Place: Place.Visible, Named: true, Locked: true, Record.Phase: Phase.Approved } => Act.Intend,
        _ => ReleaseProtocol.Next(state),
    };

    private static (Standing Standing, RunRecord Record) TakesAnyEvidence(RunRecord record, RunFact fact, bool late) => (fact, record) switch
    {
        (Intent intent, { Phase: Phase.Approved, Consented: true }) => (Standing.Follows, record with { Phase = Phase.Releasing, Intended = intent }),
        (Publication published, { Phase: Phase.Releasing }) => (Standing.Follows, record with { Phase = Phase.Released }),
        _ => Real.Takes(record, fact, late),
    };
}
