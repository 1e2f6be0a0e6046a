namespace Pipeline.Core.Evidence;

/// <summary>What of the machine an audit may use. It changes how long an audit takes, never what it finds.</summary>
public sealed record AuditResources
{
    /// <summary>
    /// Bytes that the index of an audit may take. Where the candidate's index is larger, the candidate is taken in parts and the
    /// source walked through once for each.
    /// </summary>
    public long IndexBytes { get; init; } = 1L << 30;

    /// <summary>
    /// A folder of the run's own in which an audit may keep what it prepared of the source between walks, in a file without a
    /// name that the operating system removes with the process; null keeps nothing.
    /// </summary>
    public string? Scratch { get; init; }

    /// <summary>Threads that compare.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;
}
