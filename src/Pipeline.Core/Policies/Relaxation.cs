namespace Pipeline.Core.Policies;

/// <summary>
/// An exception: inside its scope and until its date, one named requirement is held to a weaker bound. It never lifts a
/// requirement: what was not measured still refuses.
/// </summary>
public sealed record Relaxation
{
    /// <summary>The name of the requirement it relaxes.</summary>
    public required string Relaxes { get; init; }

    /// <summary>The requirement with the weaker bounds.</summary>
    public required Requirement Allows { get; init; }

    /// <summary>The cases it is for.</summary>
    public required Scope For { get; init; }

    /// <summary>The last day on which it holds, in UTC.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>Who approved it.</summary>
    public required string ApprovedBy { get; init; }

    /// <summary>Why it was approved.</summary>
    public required string Because { get; init; }

    /// <summary>File and line it was written at.</summary>
    public required string Where { get; init; }

    /// <summary>Whether the day has not passed.</summary>
    public bool IsOpen(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime) <= Until;

    /// <summary>The exception in words.</summary>
    public string Words => $"relaxed until {Until:yyyy-MM-dd}{(For.Words is { Length: > 0 } scope ? $" ({scope})" : "")}, approved by {ApprovedBy}: {Because}";
}
