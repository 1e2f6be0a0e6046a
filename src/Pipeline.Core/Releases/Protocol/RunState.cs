namespace Pipeline.Core.Releases.Protocol;

/// <summary>Where a run's folder is.</summary>
public enum Place
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>Hidden, and being written by a living process; when its lock is free that process is dead.</summary>
    Staged,

    /// <summary>Hidden, whole, readable by its owner alone, and waiting for people to approve.</summary>
    Held,

    /// <summary>Where readers look.</summary>
    Visible,

    /// <summary>Hidden, and of no more use to anybody: whoever finds it deletes it.</summary>
    Discarded,
}

/// <summary>What a process is about.</summary>
public enum Role
{
    /// <summary>It carries the run out.</summary>
    Running,

    /// <summary>It found the run's folder with nobody holding its lock, or gives its own run up.</summary>
    Recovering,
}

/// <summary>What one process knows of one run: what it read in the ledger, saw on the disk, and did itself.</summary>
public sealed record RunState
{
    /// <summary>What the process is about.</summary>
    public required Role Role { get; init; }

    /// <summary>What the ledger holds.</summary>
    public RunRecord Record { get; init; } = RunRecord.Nothing;

    /// <summary>Where the folder is.</summary>
    public Place Place { get; init; }

    /// <summary>Whether this process holds the run's lock, which the operating system drops when it dies.</summary>
    public bool Locked { get; init; }

    /// <summary>Budgets that are still to be spent.</summary>
    public int Owed { get; init; }

    /// <summary>Budgets spent whose mechanism has not run; known to the process that spent them alone.</summary>
    public int Receipts { get; init; }

    /// <summary>The data file is written, or was found to be the very file that the ledger names.</summary>
    public bool Data { get; init; }

    /// <summary>The evidence bundle is written.</summary>
    public bool Bundle { get; init; }

    /// <summary>Every file is on the disk.</summary>
    public bool Flushed { get; init; }

    /// <summary>The folder's name is on the disk.</summary>
    public bool Named { get; init; }

    /// <summary>The time for approval has passed.</summary>
    public bool Expired { get; init; }
}
