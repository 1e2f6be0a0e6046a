using System.Numerics;

namespace Pipeline.Audits.Overlap;

/// <summary>
/// The windows by which a longer run would show than any known: of a candidate text with a best run of b units, every window of
/// b + 1. A source text is looked at only every few units: a run of L units holds, at one of any s places in a row, a whole
/// window of L - s + 1 units, and a filter knows those. Where it says yes, windows of L are looked for, then those of b + 1.
/// </summary>
internal sealed class RunWindows
{
    /// <summary>Shorter windows stand in so many places that looking for them saves nothing.</summary>
    private const int ShortestOfCharacters = 8, ShortestOfWords = 3;

    private readonly CommonRunIndex index;
    private readonly int[] lengths; // per candidate text: units in its windows, 0 when none can be longer
    private readonly Group[] groups;
    private readonly BloomFilter seeds;
    private readonly BloomFilter runs;
    private readonly BloomFilter exact;
    private readonly int[] slots; // place among all units + 1
    private readonly int[] same; // per place: the next with the same window, + 1

    /// <summary>The windows of runs longer than these, and of those as long as what was found in one source text, if it is named.</summary>
    public RunWindows(CommonRunIndex index, ReadOnlySpan<CommonRun> best, int? tiesWith = null)
    {
        this.index = index;
        var candidates = index.Candidates;
        lengths = new int[candidates.Count];
        for (var c = 0; c < lengths.Length; c++)
        {
            var known = best[c].Length - (best[c].Length > 0 && best[c].Source == tiesWith ? 1 : 0);
            lengths[c] = known < candidates[c].Length ? known + 1 : 0;
        }
        var shortest = candidates.Unit == Text.TextUnit.Character ? ShortestOfCharacters : ShortestOfWords;
        groups = [.. lengths.Where(length => length > 0).Distinct().Order().GroupBy(LeastOf).Select(group => new Group(group.Key, [.. group], shortest))];
        var open = lengths.Index().Where(one => one.Item > 0).Sum(one => candidates[one.Index].Length);
        (seeds, runs, exact) = (new BloomFilter(open), new BloomFilter(open), new BloomFilter(open));
        slots = new int[(int)BitOperations.RoundUpToPowerOf2((uint)(2 * open + 2))];
        same = new int[open == 0 ? 0 : candidates.Total];
        for (var c = 0; c < lengths.Length; c++)
            if (lengths[c] > 0) Add(c, lengths[c]);
    }

    /// <summary>Bytes that it takes.</summary>
    public long Bytes => seeds.Bytes + runs.Bytes + exact.Bytes + 4L * (slots.Length + same.Length + lengths.Length);

    /// <summary>Whether a longer run is possible at all.</summary>
    public bool IsEmpty => groups.Length == 0;

    /// <summary>Tells every place of a source text and of a candidate text at which a window of the latter begins.</summary>
    public void Scan(ReadOnlySpan<int> units, ReadOnlySpan<ulong> prefixes, IRunVisitor visitor)
    {
        foreach (var group in groups)
        {
            for (var place = 0; place + group.Window <= units.Length; place += group.Stride)
            {
                if (!seeds.MayHold(group.Key(RollingHash.Window(prefixes, place, group.Window, group.WindowPower)))) continue;
                var last = Math.Min(place, units.Length - group.Least);
                for (var start = Math.Max(0, place - group.Stride + 1); start <= last; start++)
                    if (runs.MayHold(group.Key(RollingHash.Window(prefixes, start, group.Least, group.LeastPower))))
                        Find(group, units, prefixes, start, visitor);
            }
        }
    }

    private void Find(Group group, ReadOnlySpan<int> units, ReadOnlySpan<ulong> prefixes, int start, IRunVisitor visitor)
    {
        for (var l = 0; l < group.Lengths.Length && start + group.Lengths[l] <= units.Length; l++)
        {
            // The table of places is large and asked last.
            var hash = RollingHash.Window(prefixes, start, group.Lengths[l], group.Powers[l]);
            if (!exact.MayHold(KeyOf(hash, group.Lengths[l]))) continue;
            for (var place = slots[Find(hash, group.Lengths[l], group.Powers[l])]; place > 0; place = same[place - 1]) visitor.Visit(start, place - 1, group.Lengths[l]);
        }
    }

    private void Add(int candidate, int length)
    {
        var group = Array.Find(groups, one => one.Least == LeastOf(length))!;
        var power = group.Powers[Array.IndexOf(group.Lengths, length)];
        var (start, end) = (index.Candidates.StartOf(candidate), index.Candidates.StartOf(candidate) + index.Candidates[candidate].Length);
        for (var place = start; place + group.Window <= end; place++)
        {
            seeds.Add(group.Key(RollingHash.Window(index.Prefixes, place, group.Window, group.WindowPower)));
            if (place + group.Least <= end) runs.Add(group.Key(RollingHash.Window(index.Prefixes, place, group.Least, group.LeastPower)));
            if (place + length > end) continue;
            var hash = RollingHash.Window(index.Prefixes, place, length, power);
            exact.Add(KeyOf(hash, length));
            var slot = Find(hash, length, power);
            same[place] = slots[slot];
            slots[slot] = place + 1;
        }
    }

    /// <summary>The slot of a window, or the empty one where it would lie.</summary>
    private int Find(ulong hash, int length, ulong power)
    {
        var mask = slots.Length - 1;
        var slot = (int)(KeyOf(hash, length) >> 20) & mask;
        for (; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            var place = slots[slot] - 1;
            if (lengths[index.CandidateAt(place)] == length && RollingHash.Window(index.Prefixes, place, length, power) == hash) break;
        }
        return slot;
    }

    private static ulong KeyOf(ulong hash, int length) => UnitHash.Mixed(hash + (ulong)length);

    /// <summary>Lengths with the same two leading bits are looked for together, by the least of them.</summary>
    private static int LeastOf(int length) => length < 4 ? length : length & (int)(~0U << (BitOperations.Log2((uint)length) - 1));

    private sealed class Group
    {
        private readonly ulong salt;

        public Group(int least, int[] lengths, int shortest)
        {
            (Least, Lengths) = (least, lengths);
            Window = Math.Min(least, shortest + least / 8);
            Stride = least - Window + 1;
            (WindowPower, LeastPower) = (RollingHash.Power(Window), RollingHash.Power(least));
            Powers = [.. lengths.Select(RollingHash.Power)];
            salt = (ulong)least << 40;
        }

        public int Least { get; }

        public int Stride { get; }

        public int Window { get; }

        public ulong WindowPower { get; }

        public ulong LeastPower { get; }

        public int[] Lengths { get; }

        public ulong[] Powers { get; }

        public ulong Key(ulong hash) => UnitHash.Mixed(hash + salt);
    }
}

/// <summary>Is told of windows that a source text and a candidate text seem to share.</summary>
internal interface IRunVisitor
{
    /// <summary>A window of so many units.</summary>
    /// <param name="sourceStart">Units of the source text before it.</param>
    /// <param name="place">Where it stands among all units of the candidate.</param>
    /// <param name="length">Units in it.</param>
    void Visit(int sourceStart, int place, int length);
}
