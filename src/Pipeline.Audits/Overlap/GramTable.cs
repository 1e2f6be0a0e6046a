namespace Pipeline.Audits.Overlap;

/// <summary>
/// Numbers the different n-grams of one length, exactly: the hash says where to look, and the units are compared. A hash is
/// rolled over a text (Karp and Rabin 1987), so that looking up every n-gram costs the same whatever n is.
/// </summary>
internal sealed class GramTable
{
    private const ulong Base = 0x9E37_79B9_7F4A_7C15;

    private readonly int[] units;
    private readonly ulong leaving; // what a unit weighs when it leaves the window
    private readonly int[] firstAt; // where among all units a gram stands
    private ulong[] slots = new ulong[64]; // upper half: part of the hash; lower half: gram + 1

    /// <summary>A table of n-grams that stand in these units.</summary>
    /// <param name="units">Every candidate text's units.</param>
    /// <param name="n">Units in a gram.</param>
    /// <param name="most">How many different ones there can be.</param>
    public GramTable(int[] units, int n, int most)
    {
        this.units = units;
        N = n;
        leaving = 1;
        for (var i = 1; i < n; i++) leaving *= Base;
        firstAt = new int[most];
    }

    /// <summary>Units in a gram.</summary>
    public int N { get; }

    /// <summary>How many different grams there are.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes that the table takes.</summary>
    public long Bytes => 8L * slots.Length + 4L * firstAt.Length;

    /// <summary>Adds a unit to a hash that holds fewer than n.</summary>
    public static ulong Entering(ulong hash, int unit) => hash * Base + (uint)unit + 1;

    /// <summary>Adds a unit to a hash of n units and takes off the first.</summary>
    public ulong Rolled(ulong hash, int left, int unit) => Entering(hash - ((uint)left + 1) * leaving, unit);

    /// <summary>The gram's number, or -1.</summary>
    public int Find(ulong hash, ReadOnlySpan<int> gram)
    {
        var mixed = UnitHash.Mixed(hash);
        for (var slot = (int)mixed & (slots.Length - 1); slots[slot] != 0; slot = (slot + 1) & (slots.Length - 1))
        {
            if (slots[slot] >> 32 != mixed >> 32) continue;
            var known = (int)(uint)slots[slot] - 1;
            if (gram.SequenceEqual(units.AsSpan(firstAt[known], N))) return known;
        }
        return -1;
    }

    /// <summary>The number of the gram at a place among the units; a new one where it has none.</summary>
    public int Learn(ulong hash, int at)
    {
        var known = Find(hash, units.AsSpan(at, N));
        if (known >= 0) return known;
        if (2 * (Count + 1) > slots.Length) Grow();
        firstAt[Count] = at;
        Place(UnitHash.Mixed(hash), Count);
        return Count++;
    }

    private void Place(ulong mixed, int gram)
    {
        var slot = (int)mixed & (slots.Length - 1);
        while (slots[slot] != 0) slot = (slot + 1) & (slots.Length - 1);
        slots[slot] = (mixed >> 32 << 32) | (uint)(gram + 1);
    }

    private void Grow()
    {
        slots = new ulong[2 * slots.Length];
        for (var gram = 0; gram < Count; gram++)
        {
            ulong hash = 0;
            foreach (var unit in units.AsSpan(firstAt[gram], N)) hash = Entering(hash, unit);
            Place(UnitHash.Mixed(hash), gram);
        }
    }
}
