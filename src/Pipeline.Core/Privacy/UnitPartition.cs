using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Core.Corpora;

namespace Pipeline.Core.Privacy;

/// <summary>
/// A division of all units there could be into parts, by a keyed hash of the unit's name alone. Which part a unit is in depends
/// on no other unit and on no text, so adding or removing one changes its own part and no other: that is what parallel
/// composition rests on (McSherry 2009, Theorem 4). A division that looks at the data proves nothing of the kind, so there is no
/// other way to a <see cref="DisjointPart"/>.
/// </summary>
public sealed class UnitPartition
{
    private readonly byte[] key;

    /// <summary>Divides by a key of at least 16 bytes.</summary>
    /// <exception cref="ArgumentException">The key is too short, or there are fewer than two parts.</exception>
    public UnitPartition(ReadOnlySpan<byte> key, int parts)
    {
        if (key.Length < 16) throw new ArgumentException("A key of at least 16 bytes is needed.", nameof(key));
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 2);
        (this.key, Parts) = (key.ToArray(), parts);
        Name = Digest.Of(HMACSHA256.HashData(this.key, Encoding.UTF8.GetBytes($"partition into {parts}")));
    }

    /// <summary>How many parts.</summary>
    public int Parts { get; }

    /// <summary>Names the division without telling its key.</summary>
    public Digest Name { get; }

    /// <summary>The part a unit is in, from 0.</summary>
    public int PartOf(string unit) =>
        (int)(BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(unit))) % (ulong)Parts);

    /// <summary>Divides a corpus; every part stays sealed and carries the proof of what it is a part of.</summary>
    /// <exception cref="InvalidOperationException">A unit came out in two parts: a defect, and nothing is handed out.</exception>
    public IReadOnlyList<PartOfCorpus> Split(Private<Corpus> corpus)
    {
        var parts = Enumerable.Range(0, Parts).Select(_ => new List<SourceRecord>()).ToArray();
        foreach (var record in corpus.Open(typeof(UnitPartition)).Records) parts[PartOf(record.Unit)].Add(record);
        Check(parts);
        return [.. parts.Select((own, i) => new PartOfCorpus(corpus.Sealed(new Corpus(own), typeof(UnitPartition)), new DisjointPart(Name, i, Parts)))];
    }

    /// <summary>What the division promises, looked up in what came out of it.</summary>
    private static void Check(List<SourceRecord>[] parts)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < parts.Length; i++)
            foreach (var record in parts[i])
                if (!seen.TryAdd(record.Unit, i) && seen[record.Unit] != i) throw new InvalidOperationException("A unit came out in two parts.");
    }
}

/// <summary>A part of a corpus that shares no unit with the others.</summary>
public sealed class PartOfCorpus
{
    internal PartOfCorpus(Private<Corpus> corpus, DisjointPart proof)
    {
        Corpus = corpus;
        Proof = proof;
    }

    /// <summary>The part, sealed.</summary>
    public Private<Corpus> Corpus { get; }

    /// <summary>For the claim of a mechanism that opens this part and nothing else.</summary>
    public DisjointPart Proof { get; }
}

/// <summary>Proof that a mechanism saw one of several parts that share no unit. Only <see cref="UnitPartition"/> makes one.</summary>
public sealed record DisjointPart
{
    internal DisjointPart(Digest partition, int part, int parts)
    {
        Partition = partition;
        Part = part;
        Parts = parts;
    }

    /// <summary>Names the division.</summary>
    public Digest Partition { get; }

    /// <summary>Which part, from 0.</summary>
    public int Part { get; }

    /// <summary>Of how many.</summary>
    public int Parts { get; }
}
