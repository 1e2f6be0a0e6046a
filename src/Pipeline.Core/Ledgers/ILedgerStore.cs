namespace Pipeline.Core.Ledgers;

/// <summary>Durable, append-only storage of entries.</summary>
public interface ILedgerStore
{
    /// <summary>
    /// Appends one entry, durably, under a lock that no other process passes: <paramref name="next"/> is given the last
    /// entry (or null) and makes the new one.
    /// </summary>
    LedgerEntry Append(Func<LedgerEntry?, LedgerEntry> next);

    /// <summary>Every entry, in order, with the hash that was stored beside it.</summary>
    IEnumerable<(LedgerEntry Entry, Digest Stored)> Read();
}
