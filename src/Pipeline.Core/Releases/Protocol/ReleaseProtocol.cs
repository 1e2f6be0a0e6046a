namespace Pipeline.Core.Releases.Protocol;

/// <summary>
/// The release protocol (law 10), from budget to visible release, as two pure functions: what a process does next, and what
/// is so afterwards. Runs, recovery at the next start and approvals are all driven by them; docs/formal-checks-protocol.md
/// says what was explored and with what result.
/// </summary>
/// <remarks>
/// Three orders carry the invariants. Every budget is in the ledger before its mechanism runs. The file that becomes visible
/// is named in the ledger before it does, so that after a crash a visible folder is recorded and a hidden one withdrawn. A
/// run's folder is on the disk before its first entry and until its last, so that no run is forgotten.
/// </remarks>
public static class ReleaseProtocol
{
    /// <summary>What the process does next; null when there is nothing left for it to do.</summary>
    public static Act? Next(RunState state) => state switch
    {
        { Place: Place.Discarded } => Act.Delete,
        { Place: Place.Visible } => OnceVisible(state),
        { Place: Place.Held } => Waiting(state),
        { Place: Place.Staged, Role: Role.Recovering } => GivenUp(state),
        { Place: Place.None, Role: Role.Recovering } => null,
        _ => Onwards(state),
    };

    /// <summary>
    /// What is so after an act; null when the protocol forbids it. For acts on the ledger the record is what the ledger holds
    /// after it took the fact: only <see cref="RunRecord.After"/> says whether it may.
    /// </summary>
    /// <param name="state">What is so before.</param>
    /// <param name="act">What is done.</param>
    /// <param name="recorded">For acts on the ledger: the record after it; ignored for others.</param>
    public static RunState? After(RunState state, Act act, RunRecord? recorded = null) => act == Next(state) ? Effect(state, act, recorded) : null;

    /// <summary>What an act changes, whether or not it is in its place.</summary>
    /// <param name="state">What is so before.</param>
    /// <param name="act">What is done.</param>
    /// <param name="recorded">For acts on the ledger: the record after it; null leaves the act undone.</param>
    public static RunState? Effect(RunState state, Act act, RunRecord? recorded) => act switch
    {
        Act.Begin => state with { Place = Place.Staged, Locked = true, Named = false },
        Act.Spend => Recorded(state, recorded) is { } paid ? paid with { Owed = paid.Owed - 1, Receipts = paid.Receipts + 1 } : null,
        Act.RunMechanism => state with { Receipts = state.Receipts - 1 },
        Act.WriteData => state with { Data = true, Flushed = false },
        Act.WriteBundle => state with { Bundle = true, Flushed = false },
        Act.FlushFiles => state with { Flushed = true },
        Act.Hold => state with { Place = Place.Held, Named = false },
        Act.Publish => state with { Place = Place.Visible, Named = false },
        Act.FlushNames => state with { Named = true },
        Act.Unlock => state with { Locked = false },
        Act.Discard => state with { Place = Place.Discarded },
        Act.Delete => state with { Place = Place.None, Locked = false },
        _ => Recorded(state, recorded),
    };

    private static RunState? Recorded(RunState state, RunRecord? recorded) => recorded is null ? null : state with { Record = recorded };

    private static Act? Onwards(RunState state) => state.Record.Phase switch
    {
        Phase.Unknown when state.Place == Place.None => Act.Begin,
        Phase.Unknown => state.Named ? Act.Register : Act.FlushNames,
        Phase.Registered or Phase.Paid when state.Owed > 0 => Act.Spend,
        Phase.Paid when state.Receipts > 0 => Act.RunMechanism,
        Phase.Paid => Act.Decide,
        Phase.Refused => Whole(state) ?? Act.Publish,
        Phase.Approved when !state.Data => Act.WriteData,
        Phase.Approved when !state.Record.Consented => state.Flushed ? Act.Hold : Act.FlushFiles,
        Phase.Approved => Act.Intend,
        Phase.Releasing => Whole(state) ?? Act.Publish,
        // Somebody withdrew it while this process was alive, which the lock should have prevented: it must not go on.
        Phase.Withdrawn when state.Place == Place.Staged => Act.Discard,
        _ => null,
    };

    /// <summary>What is still missing before the folder may be seen.</summary>
    private static Act? Whole(RunState state) => !state.Bundle ? Act.WriteBundle : !state.Flushed ? Act.FlushFiles : null;

    /// <summary>
    /// A hidden folder whose process is gone: whether everything in it is whole nobody can say any more, so it does not become
    /// visible.
    /// </summary>
    private static Act? GivenUp(RunState state) => state switch
    {
        { Locked: false } => null,
        { Record.Phase: Phase.Unknown or Phase.Refused or Phase.Withdrawn } => Act.Discard,
        { Record.Phase: Phase.Released } => null,
        _ => Act.Withdraw,
    };

    /// <summary>A folder that waits for people was flushed before it began to wait, so whoever comes next may go on with it.</summary>
    private static Act? Waiting(RunState state) => state switch
    {
        { Locked: false } => null,
        { Named: false } => Act.FlushNames,
        { Record.Phase: Phase.Withdrawn } => Act.Discard,
        { Record: { Phase: Phase.Approved, Consented: false }, Expired: true } => Act.Withdraw,
        { Record: { Phase: Phase.Approved, Consented: false } } => Act.Unlock,
        // The file is not the one that was approved: it was changed while it waited.
        { Data: false } => Act.Withdraw,
        { Record.Phase: Phase.Approved } => Act.Intend,
        { Record.Phase: Phase.Releasing } => Whole(state) ?? Act.Publish,
        _ => null,
    };

    private static Act? OnceVisible(RunState state) => state switch
    {
        { Locked: false } => null,
        { Named: false } => Act.FlushNames,
        { Record.Phase: Phase.Releasing, Data: true, Bundle: true } => Act.Record,
        { Record.Phase: Phase.Released or Phase.Refused } => Act.Unlock,
        // Visible, and not what the ledger says: nothing is recorded of it, and a person is told.
        _ => null,
    };
}
