using System.Numerics;

namespace Pipeline.Audits.Overlap;

/// <summary>
/// Signatures whose places agree with a chance equal to the Jaccard similarity of two texts' sets of shingles (Broder 1997):
/// each place is the least of the shingles' hashes under another permutation of 32-bit numbers, x → (x xor b) a with a odd.
/// </summary>
public sealed class MinHash
{
    private readonly uint[] factors;
    private readonly uint[] masks;

    /// <summary>Signatures of so many places, the same for every seed and machine.</summary>
    public MinHash(int places, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        Places = places;
        var padded = (places + Vector<uint>.Count - 1) / Vector<uint>.Count * Vector<uint>.Count;
        (factors, masks) = (new uint[padded], new uint[padded]);
        for (var i = 0; i < places; i++)
        {
            var drawn = UnitHash.Mixed(seed + (ulong)(i + 1) * 0x9E37_79B9_7F4A_7C15);
            (factors[i], masks[i]) = ((uint)drawn | 1, (uint)(drawn >> 32));
        }
    }

    /// <summary>How many places a signature has.</summary>
    public int Places { get; }

    /// <summary>The share of places at which two signatures agree: an estimate of the Jaccard similarity.</summary>
    public static double Agreement(ReadOnlySpan<uint> one, ReadOnlySpan<uint> other)
    {
        var agreeing = 0;
        for (var i = 0; i < one.Length; i++) agreeing += one[i] == other[i] ? 1 : 0;
        return (double)agreeing / one.Length;
    }

    /// <summary>The signature of the shingles of a text's units; null when it has no unit.</summary>
    public uint[]? Of(UnitBuffer units, int n)
    {
        var hashes = new uint[units.Count];
        var signature = new uint[Places];
        return Sign(hashes.AsSpan(0, Shingles.Of(units.Hashes, n, hashes)), signature) ? signature : null;
    }

    internal bool Sign(ReadOnlySpan<uint> shingles, Span<uint> signature)
    {
        if (shingles.IsEmpty) return false;
        Span<uint> places = stackalloc uint[Vector<uint>.Count];
        for (var at = 0; at < Places; at += Vector<uint>.Count)
        {
            var (factor, mask) = (new Vector<uint>(factors, at), new Vector<uint>(masks, at));
            var least = new Vector<uint>(uint.MaxValue);
            foreach (var shingle in shingles) least = Vector.Min(least, (new Vector<uint>(shingle) ^ mask) * factor);
            least.CopyTo(places);
            places[..Math.Min(places.Length, Places - at)].CopyTo(signature[at..]);
        }
        return true;
    }
}
