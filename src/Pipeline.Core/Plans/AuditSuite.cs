namespace Pipeline.Core.Plans;

/// <summary>How a candidate is measured.</summary>
public sealed record AuditSuite
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The audits, in the order they run; none twice.</summary>
    public required IReadOnlyList<AuditEntry> Audits { get; init; }

    /// <summary>Digest of the suite's file.</summary>
    public required Digest Digest { get; init; }
}

/// <summary>An audit of a suite.</summary>
/// <param name="Name">The audit's name.</param>
/// <param name="Settings">What the suite sets; the rest keeps its default.</param>
/// <param name="Where">File and line it was written at.</param>
public sealed record AuditEntry(string Name, AuditSettings Settings, string Where);

/// <summary>What a suite sets of an audit.</summary>
/// <param name="Numbers">Numbers by name.</param>
/// <param name="Patterns">Kinds of values to look for besides those that the audit knows; no name twice.</param>
public sealed record AuditSettings(IReadOnlyDictionary<string, double> Numbers, IReadOnlyList<ValuePattern> Patterns)
{
    /// <summary>Numbers alone.</summary>
    public AuditSettings(IReadOnlyDictionary<string, double> numbers)
        : this(numbers, [])
    {
    }
}
