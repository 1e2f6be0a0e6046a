namespace Pipeline.Files;

/// <summary>Which audits, settings and measures there are, so that files can be checked before anything runs.</summary>
/// <param name="Audits">All of them, planned ones included.</param>
public sealed record AuditNames(IReadOnlyList<KnownAudit> Audits)
{
    /// <summary>The audits a suite can run, by name.</summary>
    internal IEnumerable<string> Runnable => Audits.Where(audit => !audit.Planned).Select(audit => audit.Name);

    /// <summary>The audit of that name, or null.</summary>
    internal KnownAudit? Find(string name) => Audits.FirstOrDefault(audit => audit.Name == name);
}

/// <summary>An audit that files may name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Measures">What it can report.</param>
/// <param name="Settings">What a suite may set.</param>
public sealed record KnownAudit(string Name, IReadOnlyList<string> Measures, IReadOnlyList<KnownSetting> Settings)
{
    /// <summary>True when suites may not name it, though policies may: it runs by itself, or is not built yet.</summary>
    public bool Planned { get; init; }

    /// <summary>Audits of which a suite that names this one must name one too; none for those that may stand alone.</summary>
    public IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary>True when a suite may name patterns of its own for it.</summary>
    public bool TakesPatterns { get; init; }
}

/// <summary>A setting of an audit.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Least">Least value allowed.</param>
/// <param name="Most">Greatest value allowed.</param>
/// <param name="Whole">True when it must be a whole number.</param>
public sealed record KnownSetting(string Name, double Least, double Most, bool Whole);
