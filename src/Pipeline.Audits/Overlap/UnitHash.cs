using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Audits.Overlap;

/// <summary>
/// Hashes of units and of runs of them, the same on every machine. Whoever needs certainty compares what was hashed; only
/// MinHash lives on the hashes alone.
/// </summary>
internal static class UnitHash
{
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;

    /// <summary>64 bits of a unit's characters; never 0.</summary>
    public static ulong Of(ReadOnlySpan<char> unit)
    {
        var bytes = MemoryMarshal.AsBytes(unit);
        var hash = (ulong)bytes.Length * Odd;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) hash = Mixed(hash ^ MemoryMarshal.Read<ulong>(bytes));
        if (bytes.Length > 0)
        {
            ulong rest = 0;
            for (var i = 0; i < bytes.Length; i += sizeof(char)) rest = (rest << 16) | MemoryMarshal.Read<ushort>(bytes[i..]);
            hash = Mixed(hash ^ rest);
        }
        return hash | 1;
    }

    /// <summary>Spreads every bit over the whole (the finaliser of SplitMix64, Steele et al. 2014, shortened).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mixed(ulong value)
    {
        value *= 0xBF58_476D_1CE4_E5B9;
        value ^= value >> 32;
        value *= 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 29);
    }
}
