namespace Pipeline.Audits.Overlap;

/// <summary>
/// Says where long n-grams of the candidate may stand in a source text, from one look every few units: an n-gram holds, at one
/// of any s places in a row, a whole window of n - s + 1 units, and a filter knows the candidate's windows.
/// </summary>
internal sealed class GramSeeds
{
    /// <summary>Of shorter grams every place is looked at.</summary>
    public const int WorthFrom = 8;

    private readonly BloomFilter filter;
    private readonly int n, window;
    private readonly ulong windowPower, power;

    public GramSeeds(CandidateUnits candidates, int n)
    {
        this.n = n;
        Stride = n / 2;
        window = n - Stride + 1;
        (windowPower, power) = (RollingHash.Power(window), RollingHash.Power(n));
        filter = new BloomFilter(candidates.Total);
        var prefixes = new ulong[candidates.Total + 1];
        RollingHash.Prefixes(candidates.All, prefixes);
        for (var c = 0; c < candidates.Count; c++)
        {
            if (candidates[c].Length < n) continue;
            var start = candidates.StartOf(c);
            for (var at = start; at + window <= start + candidates[c].Length; at++)
                filter.Add(UnitHash.Mixed(RollingHash.Window(prefixes, at, window, windowPower)));
        }
    }

    /// <summary>Units from one place that is looked at to the next.</summary>
    public int Stride { get; }

    /// <summary>Bytes that it takes.</summary>
    public long Bytes => filter.Bytes;

    /// <summary>The first place at or after this one whose window the candidate may hold, or -1.</summary>
    public int Next(ReadOnlySpan<ulong> prefixes, int units, int place)
    {
        for (; place + window <= units; place += Stride)
            if (filter.MayHold(UnitHash.Mixed(RollingHash.Window(prefixes, place, window, windowPower)))) return place;
        return -1;
    }

    /// <summary>The places of grams that have that window.</summary>
    public (int First, int Last) PlacesOf(int place, int units) => (Math.Max(0, place - Stride + 1), Math.Min(place, units - n));

    /// <summary>The hash of the gram at a place.</summary>
    public ulong HashAt(ReadOnlySpan<ulong> prefixes, int at) => RollingHash.Window(prefixes, at, n, power);
}
