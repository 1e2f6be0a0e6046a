namespace Pipeline.Audits.Overlap;

/// <summary>The hashes of a text's shingles: its runs of n units, or all its units where it has fewer.</summary>
internal static class Shingles
{
    /// <summary>Writes one hash for each place a shingle begins at.</summary>
    /// <param name="units">The hashes of the text's units.</param>
    /// <param name="n">Units in a shingle.</param>
    /// <param name="into">Room for as many hashes as there are units.</param>
    /// <returns>How many were written; 0 for a text without a unit.</returns>
    public static int Of(ReadOnlySpan<ulong> units, int n, Span<uint> into)
    {
        var length = Math.Min(n, units.Length);
        if (length == 0) return 0;
        var count = units.Length - length + 1;
        for (var i = 0; i < count; i++)
        {
            ulong hash = (ulong)length;
            foreach (var unit in units.Slice(i, length)) hash = UnitHash.Mixed(hash ^ unit);
            into[i] = (uint)(hash >> 16);
        }
        return count;
    }
}
