namespace Pipeline.Core.Releases.Protocol;

/// <summary>How far a run has come, by what the ledger holds of it.</summary>
public enum Phase
{
    /// <summary>The ledger holds nothing of it.</summary>
    Unknown,

    /// <summary>Policy and settings stand in the ledger; nothing private has been opened.</summary>
    Registered,

    /// <summary>At least one budget is spent.</summary>
    Paid,

    /// <summary>The gate refused. The end.</summary>
    Refused,

    /// <summary>The gate approved; what has to come before the release may still be missing, such as a person's approval.</summary>
    Approved,

    /// <summary>The very file that is about to become visible is named: from here on a crash can be told from a release.</summary>
    Releasing,

    /// <summary>The release is visible. The end.</summary>
    Released,

    /// <summary>It will never become visible: it died, was given up or was not approved in time. Its budget stays spent. The end.</summary>
    Withdrawn,
}
