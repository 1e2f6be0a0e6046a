namespace Pipeline.Core.Releases.Protocol;

/// <summary>What a process can do to a run: each is one step that a crash can come before or after.</summary>
public enum Act
{
    /// <summary>Makes the hidden folder, locked.</summary>
    Begin,

    /// <summary>Ledger: <see cref="Registration"/>.</summary>
    Register,

    /// <summary>Ledger: <see cref="Payment"/>.</summary>
    Spend,

    /// <summary>Opens private values, once for each receipt.</summary>
    RunMechanism,

    /// <summary>Ledger: <see cref="Ruling"/>.</summary>
    Decide,

    /// <summary>Writes the data file of an approved candidate.</summary>
    WriteData,

    /// <summary>Renames the hidden folder to wait for people.</summary>
    Hold,

    /// <summary>Ledger: <see cref="Intent"/>.</summary>
    Intend,

    /// <summary>Writes the signed evidence.</summary>
    WriteBundle,

    /// <summary>Brings every file to the disk.</summary>
    FlushFiles,

    /// <summary>Renames the hidden folder to where readers look.</summary>
    Publish,

    /// <summary>Brings the folder's name to the disk.</summary>
    FlushNames,

    /// <summary>Ledger: <see cref="Publication"/>.</summary>
    Record,

    /// <summary>Lets go of the lock: the run is over, or waits.</summary>
    Unlock,

    /// <summary>Ledger: <see cref="Withdrawal"/>.</summary>
    Withdraw,

    /// <summary>Renames the hidden folder so that nobody takes it for a run.</summary>
    Discard,

    /// <summary>Deletes a discarded folder.</summary>
    Delete,
}
