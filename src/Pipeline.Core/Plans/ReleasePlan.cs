namespace Pipeline.Core.Plans;

/// <summary>Who must agree, besides the gate, before a release is written.</summary>
public enum Approval
{
    /// <summary>Nobody: the gate alone decides.</summary>
    None,

    /// <summary>Two different people.</summary>
    TwoPerson,
}

/// <summary>Where a release goes.</summary>
public sealed record ReleasePlan
{
    /// <summary>The folder that runs are left in, as an absolute path.</summary>
    public required string To { get; init; }

    /// <summary>What the release is for, or null when it is not stated; policies may be written for certain purposes only.</summary>
    public string? Purpose { get; init; }

    /// <summary>Whom the release is for, or null when it is not stated; policies may be written for certain recipients only.</summary>
    public string? Recipient { get; init; }

    /// <summary>Who must agree.</summary>
    public Approval Approval { get; init; } = Approval.None;
}
