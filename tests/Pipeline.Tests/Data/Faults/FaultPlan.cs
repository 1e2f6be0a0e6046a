namespace Pipeline.Tests.Data.Faults;

/// <summary>What goes wrong at one point.</summary>
internal enum Fault
{
    /// <summary>The change is not made, and the caller is told.</summary>
    Fails,

    /// <summary>The change is made, and the caller is told that it was not.</summary>
    FailsAfterwards,

    /// <summary>Half of the bytes are written, and the caller is told.</summary>
    Tears,

    /// <summary>From here on nothing more can be written.</summary>
    DiskFull,

    /// <summary>The process is killed in the middle of the change.</summary>
    Kill,

    /// <summary>The power fails in the middle of the change: what was not flushed is torn, unflushed names are as before.</summary>
    PowerCut,

    /// <summary>The same, but unflushed names last: the worst for a rename before a flush.</summary>
    PowerCutNamesLast,
}

/// <summary>The process is dead: nothing it does has an effect any more.</summary>
internal sealed class KilledException : Exception
{
}

/// <summary>
/// Counts every change that a process makes to the disk, by itself or through SQLite, and lets one of them go wrong. What was
/// not flushed is undone when the power fails.
/// </summary>
/// <param name="fault">What goes wrong; null for nothing, to count the points.</param>
/// <param name="at">At which point, from 0.</param>
internal sealed class FaultPlan(Fault? fault, int at)
{
    private readonly List<(string What, string Unflushed, Action<bool> Undo)> undo = [];
    private readonly List<IDisposable> locks = [];

    /// <summary>Every point so far, in words.</summary>
    public List<string> Points { get; } = [];

    /// <summary>Whether the process is dead.</summary>
    public bool Dead { get; private set; }

    /// <summary>How a change goes.</summary>
    /// <param name="what">The change, for the list.</param>
    /// <param name="writes">Whether it takes space.</param>
    /// <param name="change">Makes the change: all of it, or the half that tearing leaves.</param>
    /// <returns>Whether the caller is told that it went well.</returns>
    public bool Change(string what, bool writes, Action<bool> change)
    {
        if (Dead) return false;
        Points.Add(what);
        var here = Points.Count - 1;
        if (fault is not { } wrong || here < at || (here > at && wrong != Fault.DiskFull))
        {
            change(true);
            return true;
        }
        switch (wrong)
        {
            case Fault.Fails: return false;
            case Fault.FailsAfterwards: change(true); return false;
            case Fault.DiskFull when !writes: change(true); return true;
            case Fault.DiskFull: return false;
            case Fault.Tears: if (writes) change(false); return false;
            default: if (writes) change(false); Dead = true; return false;
        }
    }

    /// <summary>Remembers how a change is undone if the power fails before it is flushed.</summary>
    /// <param name="what">Bytes or names.</param>
    /// <param name="flushedBy">The file or folder whose flush makes it last.</param>
    /// <param name="undone">Undoes it.</param>
    public void Until(string what, string flushedBy, Action<bool> undone) => undo.Add((what, flushedBy, undone));

    /// <summary>A flush of a file or folder.</summary>
    public void Flushed(string path) => undo.RemoveAll(entry => entry.Unflushed == path);

    /// <summary>A folder has another name now; what was remembered of it moves along.</summary>
    public void Moved(string from, string to)
    {
        for (var i = 0; i < undo.Count; i++)
            if (undo[i].Unflushed.StartsWith(from, StringComparison.Ordinal)) undo[i] = undo[i] with { Unflushed = to + undo[i].Unflushed[from.Length..] };
    }

    /// <summary>A lock that the operating system drops when the process dies.</summary>
    public void Holds(IDisposable held) => locks.Add(held);

    /// <summary>What the operating system does after a process died, and what the disk does after a power cut.</summary>
    public void Bury()
    {
        foreach (var held in locks) held.Dispose();
        if (!Dead || fault is not (Fault.PowerCut or Fault.PowerCutNamesLast)) return;
        for (var i = undo.Count - 1; i >= 0; i--)
            if (undo[i].What == Bytes || fault == Fault.PowerCut) undo[i].Undo(true);
    }

    public const string Bytes = "bytes", Names = "names";
}
