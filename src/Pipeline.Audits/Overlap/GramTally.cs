using System.Runtime.InteropServices;

namespace Pipeline.Audits.Overlap;

/// <summary>What one candidate text shares with one source text.</summary>
/// <param name="Candidate">The candidate text's number.</param>
/// <param name="Distinct">Different grams they share.</param>
/// <param name="WithRepeats">Sum over grams of the lesser count.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SharedGrams(int Candidate, int Distinct, int WithRepeats);

/// <summary>A candidate text's best single source text: the first with the largest containment.</summary>
/// <param name="Containment">The share of the candidate text's different grams that the source text holds.</param>
/// <param name="Source">The source text's number in the order of adding, or null when none was added or containment is undefined.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BestSource(Share Containment, int? Source);

/// <summary>
/// Adds up, over source texts, how much of each candidate text they contain (containment of Broder 1997, as sets and as multisets).
/// </summary>
public sealed class GramTally
{
    private readonly GramIndex index;
    private readonly int[] distinct; // per candidate text, of the source text at hand
    private readonly int[] repeated;
    private readonly int[] most; // per gram, over all source texts
    private readonly long[] total;
    private readonly BestSource[] best;
    private int sources;

    /// <summary>A tally of nothing yet.</summary>
    public GramTally(GramIndex index)
    {
        this.index = index;
        distinct = new int[index.Candidates];
        repeated = new int[index.Candidates];
        most = new int[index.AllGrams];
        total = new long[index.AllGrams];
        best = [.. Enumerable.Range(0, index.Candidates).Select(i => new BestSource(new Share(0, index.DistinctGrams(i)), null))];
    }

    /// <summary>Adds a source text and tells what each candidate text that shares a gram with it shares.</summary>
    public IReadOnlyList<SharedGrams> Add(SourceGrams source)
    {
        var touched = new List<int>();
        foreach (var (gram, count) in source.Known)
        {
            most[gram] = Math.Max(most[gram], count);
            total[gram] += count;
            foreach (var posting in index.Postings(gram))
            {
                if (distinct[posting.Candidate]++ == 0) touched.Add(posting.Candidate);
                repeated[posting.Candidate] += Math.Min(count, posting.Count);
            }
        }
        // Zero is the best until something is shared; the golden rule gives it to the first source.
        if (sources == 0)
            for (var i = 0; i < best.Length; i++) best[i] = best[i] with { Source = best[i].Containment.Whole == 0 ? null : 0 };
        touched.Sort();
        var shared = touched.ConvertAll(Take);
        sources++;
        return shared;
    }

    /// <summary>The best single source text.</summary>
    public BestSource Best(int candidate) => best[candidate];

    /// <summary>The share of the candidate text's different grams that stand in any source text.</summary>
    public IReadOnlyList<Share> UnionAsSets() => PerCandidate(index.DistinctGrams, (gram, _) => most[gram] > 0 ? 1 : 0);

    /// <summary>The same with repeats, a gram counting as often as the source text that has it most.</summary>
    public IReadOnlyList<Share> UnionWithRepeats() => PerCandidate(index.Grams, (gram, count) => Math.Min(count, most[gram]));

    /// <summary>The same with repeats, counts added up over source texts.</summary>
    public IReadOnlyList<Share> Pooled() => PerCandidate(index.Grams, (gram, count) => (int)Math.Min(count, total[gram]));

    private SharedGrams Take(int candidate)
    {
        var shared = new SharedGrams(candidate, distinct[candidate], repeated[candidate]);
        if (shared.Distinct > best[candidate].Containment.Part)
            best[candidate] = new BestSource(best[candidate].Containment with { Part = shared.Distinct }, sources);
        distinct[candidate] = repeated[candidate] = 0;
        return shared;
    }

    private Share[] PerCandidate(Func<int, int> whole, Func<int, int, int> part)
    {
        var parts = new int[index.Candidates];
        for (var gram = 0; gram < index.AllGrams; gram++)
            foreach (var posting in index.Postings(gram)) parts[posting.Candidate] += part(gram, posting.Count);
        return [.. parts.Select((sum, i) => new Share(sum, whole(i)))];
    }
}
