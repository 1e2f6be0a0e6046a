namespace Pipeline.Core.Ledgers;

/// <summary>What an entry records.</summary>
public enum LedgerEvent
{
    /// <summary>A budget was spent; written before the mechanism runs.</summary>
    BudgetSpent,

    /// <summary>The gate decided.</summary>
    Decided,

    /// <summary>A release became visible.</summary>
    Released,

    /// <summary>A run began: its policy and settings, before its first result.</summary>
    Registered,

    /// <summary>A person approved.</summary>
    Consented,

    /// <summary>A release is about to become visible.</summary>
    Releasing,

    /// <summary>A run will never become visible.</summary>
    Withdrawn,
}

/// <summary>One line of the ledger. Its hash covers every field and the hash of the entry before.</summary>
/// <param name="Sequence">1 for the first.</param>
/// <param name="At">When it was written.</param>
/// <param name="Event">What it records.</param>
/// <param name="Run">The run it belongs to.</param>
/// <param name="Source">Digest of the source.</param>
/// <param name="Payload">Canonical JSON with the facts; no private text.</param>
/// <param name="Previous">Hash of the entry before; of nothing for the first.</param>
public sealed record LedgerEntry(
    long Sequence, DateTimeOffset At, LedgerEvent Event, string Run, Digest Source, string Payload, Digest Previous)
{
    /// <summary>What the first entry names as the one before.</summary>
    public static Digest Origin { get; } = Digest.Of("pipeline ledger");

    /// <summary>The entry's own hash.</summary>
    public Digest Hash => Chain(Sequence, At, Event, Run, Source, Payload, Previous);

    private static Digest Chain(long sequence, DateTimeOffset at, LedgerEvent kind, string run, Digest source, string payload, Digest previous)
    {
        using var digester = new Digester();
        return digester.Add(sequence.ToString()).Add(at.UtcDateTime.ToString("O")).Add(kind.ToString()).Add(run)
            .Add(source.Hex).Add(payload).Add(previous.Hex).Finish();
    }
}
