using Pipeline.Core.Releases;

namespace Pipeline.Core.Policies;

/// <summary>The rules of release.</summary>
public sealed record Policy
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The classifications it is written for; any other source is refused under it.</summary>
    public required IReadOnlySet<Classification> For { get; init; }

    /// <summary>The purposes it is written for, or null for any.</summary>
    public IReadOnlySet<string>? Purposes { get; init; }

    /// <summary>The recipients it is written for, or null for any.</summary>
    public IReadOnlySet<string>? Recipients { get; init; }

    /// <summary>Everything that must hold, what it takes over from the policies it extends included.</summary>
    public required IReadOnlyList<Requirement> Require { get; init; }

    /// <summary>Where bounds are weaker for a time.</summary>
    public IReadOnlyList<Relaxation> Exceptions { get; init; } = [];

    /// <summary>Names of the policies it extends, the nearest first.</summary>
    public IReadOnlyList<string> Extends { get; init; } = [];

    /// <summary>How old evidence may be when the decision is taken.</summary>
    public TimeSpan EvidenceMaximumAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Digest of the policy file, and of those it extends.</summary>
    public required Digest Digest { get; init; }

    /// <summary>The cases it is written for.</summary>
    public Scope Scope => new() { Classifications = For, Purposes = Purposes, Recipients = Recipients };

    /// <summary>
    /// What it asks in a case on a day: the requirements whose scope the case may lie in, each held to the weaker bounds of the
    /// one exception that applies. Where several exceptions apply none does, so that their order cannot matter.
    /// </summary>
    public IReadOnlyList<Requirement> AskedOf(CaseFacts facts, DateTimeOffset now) =>
    [
        .. Require.Where(required => required.For.Contains(facts) != false).Select(required =>
            required.Name is { } name && Exceptions.Where(exception => exception.Relaxes == name && exception.IsOpen(now) && exception.For.Contains(facts) == true).ToList() is [var only]
                ? only.Allows with { Under = only }
                : required),
    ];
}
