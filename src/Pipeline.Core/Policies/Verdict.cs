namespace Pipeline.Core.Policies;

/// <summary>What became of a requirement. Unknown refuses like fails; it is kept apart because the cure differs.</summary>
public enum Outcome
{
    /// <summary>The evidence shows that it holds.</summary>
    Holds,

    /// <summary>The evidence shows that it does not hold.</summary>
    Fails,

    /// <summary>The evidence cannot say: missing, foreign, stale or without the power to see.</summary>
    Unknown,
}

/// <summary>The judgement on one requirement.</summary>
/// <param name="Requirement">What was asked.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Observed">The number that was compared, or null when there was none.</param>
/// <param name="Because">One sentence for a reader who does not program.</param>
public sealed record Verdict(Requirement Requirement, Outcome Outcome, double? Observed, string Because);
