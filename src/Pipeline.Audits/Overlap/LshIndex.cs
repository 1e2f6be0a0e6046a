using System.Runtime.InteropServices;

namespace Pipeline.Audits.Overlap;

/// <summary>
/// Locality-sensitive hashing of signatures (Indyk and Motwani 1998; Leskovec, Rajaraman and Ullman 2020, section 3.4): cut
/// into b bands of r places, two texts of Jaccard similarity J agree in at least one band with chance 1 - (1 - J^r)^b.
/// </summary>
public sealed class LshIndex
{
    private readonly Dictionary<ulong, int> lastOf = []; // entry + 1 by band
    private readonly List<(int Text, int Before)> entries = [];

    /// <summary>An empty index.</summary>
    public LshIndex(int bands, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bands, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        (Bands, Rows) = (bands, rows);
    }

    /// <summary>Bands in a signature.</summary>
    public int Bands { get; }

    /// <summary>Places in a band.</summary>
    public int Rows { get; }

    /// <summary>Bytes that the index takes.</summary>
    public long Bytes => 24L * lastOf.Capacity + 8L * entries.Capacity;

    /// <summary>The chance that a pair of that Jaccard similarity is proposed.</summary>
    public static double RecallAt(double similarity, int bands, int rows) => 1 - Math.Pow(1 - Math.Pow(similarity, rows), bands);

    /// <summary>Adds a text.</summary>
    public void Add(int text, ReadOnlySpan<uint> signature)
    {
        for (var band = 0; band < Bands; band++)
        {
            ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(lastOf, KeyOf(signature, band), out _);
            entries.Add((text, last));
            last = entries.Count;
        }
    }

    /// <summary>Adds every text that agrees with a signature in some band.</summary>
    public void Propose(ReadOnlySpan<uint> signature, ISet<int> texts)
    {
        for (var band = 0; band < Bands; band++)
            for (var entry = lastOf.GetValueOrDefault(KeyOf(signature, band)); entry > 0; entry = entries[entry - 1].Before) texts.Add(entries[entry - 1].Text);
    }

    private ulong KeyOf(ReadOnlySpan<uint> signature, int band)
    {
        var key = (ulong)band + 1;
        foreach (var place in signature.Slice(band * Rows, Rows)) key = UnitHash.Mixed(key ^ place);
        return key;
    }
}
