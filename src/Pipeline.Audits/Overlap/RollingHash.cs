using System.Runtime.CompilerServices;

namespace Pipeline.Audits.Overlap;

/// <summary>
/// The hash of Karp and Rabin (1987) over unit numbers, modulo 2^64: from the hashes of all prefixes of a text follows that of
/// any window in two operations. Windows that it calls equal are compared unit by unit by whoever needs certainty.
/// </summary>
internal static class RollingHash
{
    private const ulong Base = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Adds a unit at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Entering(ulong hash, int unit) => hash * Base + (uint)unit + 1;

    /// <summary>What the first of so many units weighs, times <see cref="Base"/>.</summary>
    public static ulong Power(int length)
    {
        ulong power = 1;
        for (var i = 0; i < length; i++) power *= Base;
        return power;
    }

    /// <summary>Writes the hash of every prefix, the empty one first.</summary>
    public static void Prefixes(ReadOnlySpan<int> units, Span<ulong> into)
    {
        into[0] = 0;
        for (var i = 0; i < units.Length; i++) into[i + 1] = Entering(into[i], units[i]);
    }

    /// <summary>The hash of a window, from those of the prefixes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Window(ReadOnlySpan<ulong> prefixes, int start, int length, ulong power) => prefixes[start + length] - prefixes[start] * power;
}
