namespace Pipeline.Audits.Overlap;

/// <summary>A candidate text's most similar source text among those proposed.</summary>
/// <param name="Shared">Different shingles they share, of those of both together: the Jaccard similarity.</param>
/// <param name="Source">The source text's number; the first of the most similar.</param>
public sealed record NearestSource(Share Shared, int Source);

/// <summary>
/// Finds near duplicates: what locality-sensitive hashing proposes is checked exactly, shingle by shingle. One thread uses a
/// tally; several are merged.
/// </summary>
public sealed class NearDuplicateTally(NearDuplicateIndex index, double threshold)
{
    private readonly NearestSource?[] nearest = new NearestSource?[index.Candidates.Count];
    private readonly UnitBuffer units = new();
    private readonly uint[] signature = new uint[index.Signatures.Places];
    private readonly SortedSet<int> proposed = [];
    private readonly HashSet<int> grams = [];
    private uint[] shingles = new uint[256];

    private readonly List<int> sources = [];

    /// <summary>How many candidate texts there are.</summary>
    public int Count => nearest.Length;

    /// <summary>Numbers of the source texts that are a near duplicate of some candidate text.</summary>
    public IReadOnlyList<int> Sources => sources;

    /// <summary>Pairs that were proposed and checked.</summary>
    public long Checked { get; private set; }

    /// <summary>Compares a source text.</summary>
    /// <param name="number">Its number; numbers rise from call to call.</param>
    /// <param name="source">The text, normalised.</param>
    public void Add(int number, string source)
    {
        index.Candidates.Read(source, units, withHashes: true);
        if (shingles.Length < units.Count) shingles = new uint[2 * units.Count];
        if (!index.Signatures.Sign(shingles.AsSpan(0, Shingles.Of(units.Hashes, index.Grams.N, shingles)), signature)) return;
        proposed.Clear();
        index.Buckets.Propose(signature, proposed);
        if (proposed.Count == 0) return;
        index.Grams.Collect(units.Numbers, grams);
        var different = SourceShingles.CountDifferent(source, index.Candidates.Unit, index.Grams.N);
        var isNear = false;
        foreach (var candidate in proposed)
        {
            Checked++;
            var shared = Similarity(candidate, different);
            isNear |= shared.Value >= threshold;
            if (nearest[candidate] is not { } best || shared.Value > best.Shared.Value) nearest[candidate] = new NearestSource(shared, number);
        }
        if (isNear) sources.Add(number);
    }

    /// <summary>Takes over what another tally of the same index holds.</summary>
    public void Merge(NearDuplicateTally other)
    {
        sources.AddRange(other.sources);
        Checked += other.Checked;
        for (var i = 0; i < nearest.Length; i++)
        {
            if (other.nearest[i] is not { } theirs) continue;
            if (nearest[i] is not { } mine || theirs.Shared.Value > mine.Shared.Value || (theirs.Shared.Value == mine.Shared.Value && theirs.Source < mine.Source))
                nearest[i] = theirs;
        }
    }

    /// <summary>The most similar source text that was proposed, or null.</summary>
    public NearestSource? Nearest(int candidate) => nearest[candidate];

    /// <summary>The exact Jaccard similarity of a candidate text and the source text at hand.</summary>
    private Share Similarity(int candidate, int different)
    {
        var mine = index.Candidates[candidate];
        if (mine.Length < index.Grams.N || units.Count < index.Grams.N)
        {
            // A short text is one shingle, which is the other text's only if that is the same short text.
            var isSame = mine.SequenceEqual(units.Numbers);
            return new Share(isSame ? 1 : 0, isSame ? 1 : 2);
        }
        var shared = index.Grams.CountShared(candidate, grams);
        return new Share(shared, index.Grams.DistinctGrams(candidate) + different - shared);
    }
}
