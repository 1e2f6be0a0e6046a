using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Canonical;
using Pipeline.Core.Inputs;
using Pipeline.Core.Releases.Protocol;

namespace Pipeline.Core.Ledgers;

/// <summary>
/// A ledger as it stood when a bundle was signed: the hash of every entry, and in full the entries of one source. Whoever
/// altered, removed or reordered an entry since has a ledger with other hashes from there on. Entries of other sources are
/// nobody's business here and stand as hashes alone.
/// </summary>
public sealed class LedgerExtract
{
    private LedgerExtract(IReadOnlyList<Digest> hashes, IReadOnlyList<LedgerEntry> entries) => (Hashes, Entries) = (hashes, entries);

    /// <summary>The hash of every entry, in order.</summary>
    public IReadOnlyList<Digest> Hashes { get; }

    /// <summary>Every entry of the source, in order.</summary>
    public IReadOnlyList<LedgerEntry> Entries { get; }

    /// <summary>The last hash: it covers every entry before.</summary>
    public Digest Head => Hashes.Count == 0 ? LedgerEntry.Origin : Hashes[^1];

    /// <summary>Takes the extract for a source.</summary>
    /// <param name="ledger">All entries, verified.</param>
    /// <param name="source">The source.</param>
    public static LedgerExtract Of(IReadOnlyList<LedgerEntry> ledger, Digest source) =>
        new([.. ledger.Select(entry => entry.Hash)], [.. ledger.Where(entry => entry.Source == source)]);

    /// <summary>What stands in it of one run, as the protocol reads it.</summary>
    public RunRecord RecordOf(string run) => Ledger.RecordOf(Entries, run);

    /// <summary>Every budget spent on the source before an entry.</summary>
    public SpentBudget BudgetBefore(long sequence) => SpentBudget.Of(Entries.Where(entry => entry.Sequence < sequence));

    /// <summary>Where the chain is broken, in words; null when every entry has its hash, its place and its predecessor.</summary>
    public string? Broken()
    {
        if (Hashes.Distinct().Count() != Hashes.Count) return "the same hash stands twice";
        foreach (var entry in Entries)
        {
            if (entry.Sequence < 1 || entry.Sequence > Hashes.Count) return $"entry {entry.Sequence} lies outside the chain";
            if (entry.Hash != Hashes[(int)entry.Sequence - 1]) return $"entry {entry.Sequence} was altered: its hash is another";
            if (entry.Previous != (entry.Sequence == 1 ? LedgerEntry.Origin : Hashes[(int)entry.Sequence - 2])) return $"an entry before entry {entry.Sequence} was removed or replaced";
        }
        return Entries.Zip(Entries.Skip(1)).All(pair => pair.First.Sequence < pair.Second.Sequence) ? null : "entries are out of order";
    }

    /// <summary>Where another state of the same ledger contradicts this one, in words; null when one continues the other.</summary>
    /// <param name="other">The hashes of the other, in order.</param>
    public string? Contradicts(IReadOnlyList<Digest> other)
    {
        for (var i = 0; i < Math.Min(Hashes.Count, other.Count); i++)
            if (Hashes[i] != other[i]) return $"they differ from entry {i + 1} on: one of them was altered";
        return null;
    }

    /// <summary>The extract as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["hashes"] = PlainValues.Write(Hashes),
        ["entries"] = PlainValues.Write(Entries),
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote; whether the chain holds is for <see cref="Broken"/> to say.</summary>
    /// <exception cref="BadInputException">It is no extract.</exception>
    public static LedgerExtract Read(JsonNode? node, string where)
    {
        try
        {
            var read = new LedgerExtract(PlainValues.Read<IReadOnlyList<Digest>>(node!["hashes"]), PlainValues.Read<IReadOnlyList<LedgerEntry>>(node["entries"]));
            return CanonicalJson.Write(read.ToJson()).AsSpan().SequenceEqual(CanonicalJson.Write(node)) ? read : throw new FormatException("It holds more than an extract does.");
        }
        catch (Exception other) when (other is JsonException or FormatException or InvalidOperationException or ArgumentException or NullReferenceException or TargetInvocationException or InvalidCastException)
        {
            throw new BadInputException(new Problem(where, "This is no extract of a ledger.", "one that Pipeline wrote, unchanged"), other);
        }
    }
}
