namespace Pipeline.Core.Policies;

/// <summary>The rules of release.</summary>
public sealed record Policy
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The classifications it is written for; any other source is refused under it.</summary>
    public required IReadOnlySet<Classification> For { get; init; }

    /// <summary>Everything that must hold.</summary>
    public required IReadOnlyList<Requirement> Require { get; init; }

    /// <summary>How old evidence may be when the decision is taken.</summary>
    public TimeSpan EvidenceMaximumAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Digest of the policy file.</summary>
    public required Digest Digest { get; init; }
}
