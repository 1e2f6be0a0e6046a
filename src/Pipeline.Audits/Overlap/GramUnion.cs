namespace Pipeline.Audits.Overlap;

/// <summary>How much of each candidate text all source texts together contain.</summary>
public sealed class GramUnion
{
    private readonly GramIndex index;
    private readonly int[] most; // per gram, in the source text that has it most
    private readonly long[] total;

    internal GramUnion(GramIndex index)
    {
        this.index = index;
        most = new int[index.AllGrams];
        total = new long[index.AllGrams];
    }

    /// <summary>The share of the candidate text's different grams that stand in any source text.</summary>
    public IReadOnlyList<Share> AsSets() => PerCandidate(index.DistinctGrams, (gram, _) => most[gram] > 0 ? 1 : 0);

    /// <summary>The same with repeats, a gram counting as often as the source text that has it most.</summary>
    public IReadOnlyList<Share> WithRepeats() => PerCandidate(index.Grams, (gram, count) => Math.Min(count, most[gram]));

    /// <summary>The same with repeats, counts added up over source texts.</summary>
    public IReadOnlyList<Share> Pooled() => PerCandidate(index.Grams, (gram, count) => (int)Math.Min(count, total[gram]));

    internal void Add(int gram, int count)
    {
        most[gram] = Math.Max(most[gram], count);
        total[gram] += count;
    }

    internal void Merge(GramUnion other)
    {
        for (var gram = 0; gram < most.Length; gram++)
        {
            most[gram] = Math.Max(most[gram], other.most[gram]);
            total[gram] += other.total[gram];
        }
    }

    private Share[] PerCandidate(Func<int, int> whole, Func<int, int, int> part)
    {
        var parts = new int[index.Candidates.Count];
        for (var gram = 0; gram < index.AllGrams; gram++)
            foreach (var posting in index.Postings(gram)) parts[posting.Candidate] += part(gram, posting.Count);
        return [.. parts.Select((sum, i) => new Share(sum, whole(i)))];
    }
}
