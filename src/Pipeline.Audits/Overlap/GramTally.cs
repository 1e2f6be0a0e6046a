using System.Runtime.InteropServices;

namespace Pipeline.Audits.Overlap;

/// <summary>What one candidate text shares with one source text.</summary>
/// <param name="Candidate">The candidate text's number.</param>
/// <param name="Distinct">Different grams they share.</param>
/// <param name="WithRepeats">Sum over grams of the lesser count.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SharedGrams(int Candidate, int Distinct, int WithRepeats);

/// <summary>A candidate text's best single source text: the first with the largest containment.</summary>
/// <param name="Containment">The share of the candidate text's grams that the source text holds.</param>
/// <param name="Source">The source text's number, or null when none was added or containment is undefined.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BestSource(Share Containment, int? Source);

/// <summary>
/// Adds up, over source texts, how much of each candidate text they contain (containment of Broder 1997, as sets and as
/// multisets). One thread uses a tally; tallies of several are merged, and give the same whichever texts each was given.
/// </summary>
public sealed class GramTally
{
    private readonly GramIndex index;
    private readonly int[] counts; // per gram, in the source text at hand
    private readonly List<int> touchedGrams = [];
    private readonly int[] distinct; // per candidate text, of the source text at hand
    private readonly int[] repeated;
    private readonly List<int> touched = [];
    private readonly BestParts sets;
    private readonly BestParts multisets;
    private readonly GramUnion? union;
    private bool any;

    /// <summary>A tally of nothing yet.</summary>
    /// <param name="index">The candidate's grams.</param>
    /// <param name="withUnion">Whether containment in all source texts together is wanted too.</param>
    public GramTally(GramIndex index, bool withUnion = false)
    {
        this.index = index;
        counts = new int[index.AllGrams];
        distinct = new int[index.Candidates.Count];
        repeated = new int[index.Candidates.Count];
        (sets, multisets) = (new BestParts(index.Candidates.Count), new BestParts(index.Candidates.Count));
        union = withUnion ? new GramUnion(index) : null;
    }

    /// <summary>Adds a source text.</summary>
    /// <param name="number">Its number; numbers rise from call to call.</param>
    /// <param name="units">Its units, in the candidate's numbers.</param>
    public void Add(int number, ReadOnlySpan<int> units)
    {
        any = true;
        Count(units);
        foreach (var gram in touchedGrams)
        {
            var count = counts[gram];
            counts[gram] = 0;
            union?.Add(gram, count);
            foreach (var posting in index.Postings(gram))
            {
                if (distinct[posting.Candidate]++ == 0) touched.Add(posting.Candidate);
                repeated[posting.Candidate] += Math.Min(count, posting.Count);
            }
        }
        touchedGrams.Clear();
        foreach (var candidate in touched)
        {
            sets.Offer(candidate, distinct[candidate], number);
            multisets.Offer(candidate, repeated[candidate], number);
            distinct[candidate] = repeated[candidate] = 0;
        }
        touched.Clear();
    }

    /// <summary>What each candidate text shares with one source text, without adding it up.</summary>
    public IReadOnlyList<SharedGrams> Shared(ReadOnlySpan<int> units)
    {
        var apart = new GramTally(index);
        apart.Add(0, units);
        return [.. Enumerable.Range(0, index.Candidates.Count)
            .Select(i => new SharedGrams(i, apart.sets.PartOf(i), apart.multisets.PartOf(i))).Where(shared => shared.Distinct > 0)];
    }

    /// <summary>Takes over what another tally of the same index holds.</summary>
    public void Merge(GramTally other)
    {
        any |= other.any;
        sets.Merge(other.sets);
        multisets.Merge(other.multisets);
        union?.Merge(other.union ?? throw new ArgumentException("The other tally has no union.", nameof(other)));
    }

    /// <summary>The single source text that holds most of the candidate text's different grams.</summary>
    public BestSource Best(int candidate) => Best(sets, candidate, index.DistinctGrams(candidate));

    /// <summary>The single source text that holds most of the candidate text's grams, repeats counted.</summary>
    public BestSource BestWithRepeats(int candidate) => Best(multisets, candidate, index.Grams(candidate));

    /// <summary>Containment in all source texts together, where it was asked for.</summary>
    public GramUnion Union => union ?? throw new InvalidOperationException("Containment in the union was not asked for.");

    /// <summary>Nothing shared is the best there is until something is; the first source text has it.</summary>
    private BestSource Best(BestParts parts, int candidate, int whole) =>
        new(new Share(parts.PartOf(candidate), whole), whole == 0 || !any ? null : parts.SourceOf(candidate) ?? 0);

    private void Count(ReadOnlySpan<int> units)
    {
        for (var t = 0; t < index.Tables.Length; t++)
        {
            var first = index.FirstGramOf(t);
            var window = new GramWindow(index.Tables[t], units);
            while (window.Next())
                if (window.Gram >= 0 && counts[first + window.Gram]++ == 0) touchedGrams.Add(first + window.Gram);
        }
    }
}
