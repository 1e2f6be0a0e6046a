using System.Runtime.InteropServices;

namespace Pipeline.Audits.Overlap;

/// <summary>What an index does with a candidate text of fewer than n units, which has no n-gram.</summary>
public enum ShortText
{
    /// <summary>Its containment is undefined.</summary>
    Undefined,

    /// <summary>All its units together are its one gram: containment is 1 where they stand in a row in a record, else 0.</summary>
    OneGram,
}

/// <summary>
/// The n-grams of the candidate's texts, indexed once; source texts are then streamed past a <see cref="GramTally"/>, each in
/// time linear in its length however many candidate texts there are.
/// </summary>
public sealed class GramIndex
{
    private readonly GramTable[] tables; // of n units first, then of shorter texts
    private readonly int[] firstGram; // of each table
    private readonly Share[] sizes; // distinct of all grams
    private readonly Posting[] postings; // of gram after gram
    private readonly int[] ends; // of each gram's postings

    /// <summary>Indexes the candidate's texts.</summary>
    public GramIndex(CandidateUnits candidates, int n, ShortText shortText)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        N = n;
        Candidates = candidates;
        var units = candidates.All;
        int LengthIn(int candidate) => candidates[candidate].Length < n && shortText == ShortText.OneGram ? candidates[candidate].Length : n;
        int[] lengths = [n, .. Enumerable.Range(0, candidates.Count).Select(LengthIn).Where(length => length > 0 && length < n).Distinct().Order()];
        tables = [.. lengths.Select(length => new GramTable(units, length, Enumerable.Range(0, candidates.Count)
            .Where(i => LengthIn(i) == length).Sum(i => Math.Max(0, candidates[i].Length - length + 1))))];

        // A gram's number is known only when the tables before its own are full, so texts go through the tables one after the other.
        var found = new int[candidates.Total]; // the gram that begins at each unit, +1
        firstGram = new int[tables.Length];
        var grams = 0;
        foreach (var (t, table) in tables.Index())
        {
            firstGram[t] = grams;
            for (var i = 0; i < candidates.Count; i++)
            {
                if (LengthIn(i) != table.N) continue;
                var start = candidates.StartOf(i);
                var text = candidates[i];
                ulong hash = 0;
                for (var at = 0; at < text.Length; at++)
                {
                    hash = at < table.N ? GramTable.Entering(hash, text[at]) : table.Rolled(hash, text[at - table.N], text[at]);
                    if (at + 1 >= table.N) found[start + at + 1 - table.N] = grams + table.Learn(hash, start + at + 1 - table.N) + 1;
                }
            }
            grams += table.Count;
        }
        AllGrams = grams;
        sizes = new Share[candidates.Count];
        (ends, postings) = Post(found, sizes);
    }

    /// <summary>Units in a gram.</summary>
    public int N { get; }

    /// <summary>The candidate's texts.</summary>
    public CandidateUnits Candidates { get; }

    /// <summary>How many grams a candidate text has, repeats included.</summary>
    public int Grams(int candidate) => sizes[candidate].Whole;

    /// <summary>How many different grams a candidate text has.</summary>
    public int DistinctGrams(int candidate) => sizes[candidate].Part;

    /// <summary>Bytes that tables and postings take; a tally of them takes eight more for each gram.</summary>
    public long Bytes => tables.Sum(table => table.Bytes) + 8L * postings.Length + 4L * ends.Length;

    /// <summary>The different grams of all candidate texts together.</summary>
    internal int AllGrams { get; }

    internal ReadOnlySpan<GramTable> Tables => tables;

    internal int FirstGramOf(int table) => firstGram[table];

    /// <summary>Which candidate texts hold a gram and how often.</summary>
    internal ReadOnlySpan<Posting> Postings(int gram)
    {
        var start = gram == 0 ? 0 : ends[gram - 1];
        return postings.AsSpan(start, ends[gram] - start);
    }

    /// <summary>Collects the grams of a source text that candidate texts hold too.</summary>
    internal void Collect(ReadOnlySpan<int> units, HashSet<int> grams)
    {
        grams.Clear();
        for (var t = 0; t < tables.Length; t++)
        {
            var table = tables[t];
            var found = new GramWindow(table, units);
            while (found.Next())
                if (found.Gram >= 0) grams.Add(firstGram[t] + found.Gram);
        }
    }

    /// <summary>How many of these grams a candidate text holds.</summary>
    internal int CountShared(int candidate, HashSet<int> grams)
    {
        var shared = 0;
        foreach (var gram in grams)
        {
            // Postings are in the order of the candidate texts.
            var holders = Postings(gram);
            int low = 0, high = holders.Length;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (holders[middle].Candidate < candidate) low = middle + 1;
                else high = middle;
            }
            if (low < holders.Length && holders[low].Candidate == candidate) shared++;
        }
        return shared;
    }

    private (int[] Ends, Posting[] Postings) Post(int[] found, Share[] counted)
    {
        var holders = new int[AllGrams];
        ForEachText(found, counts => { foreach (var gram in counts.Keys) holders[gram]++; }, counted);
        var filled = new int[AllGrams];
        for (var gram = 1; gram < AllGrams; gram++) filled[gram] = filled[gram - 1] + holders[gram - 1];
        var posted = new Posting[AllGrams == 0 ? 0 : filled[^1] + holders[^1]];
        var candidate = 0;
        ForEachText(found, counts =>
        {
            foreach (var (gram, count) in counts) posted[filled[gram]++] = new Posting(candidate, count);
            candidate++;
        }, counted);
        return (filled, posted);
    }

    private void ForEachText(int[] found, Action<Dictionary<int, int>> use, Share[] counted)
    {
        var counts = new Dictionary<int, int>();
        for (var i = 0; i < Candidates.Count; i++)
        {
            counts.Clear();
            foreach (var gram in found.AsSpan(Candidates.StartOf(i), Candidates[i].Length))
                if (gram > 0) CollectionsMarshal.GetValueRefOrAddDefault(counts, gram - 1, out _)++;
            use(counts);
            counted[i] = new Share(counts.Count, counts.Values.Sum());
        }
    }

    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Posting(int Candidate, int Count);
}
