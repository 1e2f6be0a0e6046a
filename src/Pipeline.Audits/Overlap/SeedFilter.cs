namespace Pipeline.Audits.Overlap;

/// <summary>
/// Says of most places of a source text that no run of at least so many units begins there, from one look every few units: a run
/// of length L holds a whole window of k units at one of any L - k + 1 places in a row, so only every (L - k + 1)th place is
/// looked at, and where the candidate has no such window there is no such run. A blocked Bloom filter of the candidate's
/// windows (Putze et al. 2007): it may say yes wrongly, which costs time, never no.
/// </summary>
public sealed class SeedFilter
{
    private const int BitsForWindow = 16;

    private readonly ulong[] blocks;

    /// <summary>A filter of runs of at least so many units.</summary>
    public SeedFilter(CandidateUnits candidates, int least)
    {
        Stride = Math.Max(1, least / 3);
        Window = least - Stride + 1;
        blocks = new ulong[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, (long)candidates.Total * BitsForWindow / 64))];
        for (var i = 0; i < candidates.Count; i++)
        {
            var text = candidates[i];
            for (var at = 0; at + Window <= text.Length; at++)
            {
                var hash = HashOf(text.Slice(at, Window));
                blocks[(int)(hash >> 32) & (blocks.Length - 1)] |= BitsOf(hash);
            }
        }
    }

    /// <summary>Units from one place that is looked at to the next.</summary>
    public int Stride { get; }

    /// <summary>Units that are looked at together.</summary>
    public int Window { get; }

    /// <summary>Bytes that the filter takes.</summary>
    public long Bytes => 8L * blocks.Length;

    /// <summary>Whether a candidate text may hold this window.</summary>
    public bool MayHold(ReadOnlySpan<int> window)
    {
        var hash = HashOf(window);
        var bits = BitsOf(hash);
        return (blocks[(int)(hash >> 32) & (blocks.Length - 1)] & bits) == bits;
    }

    private static ulong BitsOf(ulong hash) => (1UL << (int)(hash & 63)) | (1UL << (int)((hash >> 6) & 63)) | (1UL << (int)((hash >> 12) & 63));

    private static ulong HashOf(ReadOnlySpan<int> window)
    {
        ulong hash = 0;
        foreach (var unit in window) hash = GramTable.Entering(hash, unit);
        return UnitHash.Mixed(hash);
    }
}
