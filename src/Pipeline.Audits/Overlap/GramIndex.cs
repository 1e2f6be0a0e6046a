using System.Runtime.InteropServices;
using Pipeline.Audits.Text;

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
/// The n-grams of the candidate's texts, indexed once; source texts are then streamed past, each in time linear in its length
/// however many candidate texts there are. Texts must be normalised already.
/// </summary>
public sealed class GramIndex
{
    private readonly Vocabulary vocabulary = new();
    private readonly GramTrie trie = new();
    private readonly List<List<Posting>> postings = [];
    private readonly Share[] sizes; // distinct of all grams
    private readonly TextUnit unit;

    /// <summary>Indexes the candidate's texts.</summary>
    public GramIndex(IReadOnlyList<string> candidates, int n, TextUnit unit, ShortText shortText)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        N = n;
        this.unit = unit;
        sizes = new Share[candidates.Count];
        for (var i = 0; i < candidates.Count; i++) sizes[i] = Index(i, vocabulary.Learn(Segmentation.Of(candidates[i], unit)), shortText);
    }

    /// <summary>Units in a gram.</summary>
    public int N { get; }

    /// <summary>How many candidate texts are indexed.</summary>
    public int Candidates => sizes.Length;

    /// <summary>How many grams a candidate text has, repeats included.</summary>
    public int Grams(int candidate) => sizes[candidate].Whole;

    /// <summary>How many different grams a candidate text has.</summary>
    public int DistinctGrams(int candidate) => sizes[candidate].Part;

    /// <summary>The different grams of all candidate texts together.</summary>
    internal int AllGrams => trie.Grams;

    internal IReadOnlyList<Posting> Postings(int gram) => postings[gram];

    /// <summary>Streams a source text past the index.</summary>
    public SourceGrams Read(string source)
    {
        var segmentation = Segmentation.Of(source, unit);
        var ids = vocabulary.Read(segmentation);
        var counts = new Dictionary<int, int>();
        Action<int> count = gram => counts[gram] = counts.GetValueOrDefault(gram) + 1;
        for (var i = 0; i < ids.Length; i++)
            if (ids[i] != Vocabulary.Unknown) trie.Visit(ids.AsSpan(i, Math.Min(N, ids.Length - i)), count);
        return new SourceGrams(counts, segmentation, N);
    }

    private Share Index(int candidate, int[] ids, ShortText shortText)
    {
        var length = ids.Length < N && shortText == ShortText.OneGram ? ids.Length : N;
        if (length == 0) return default;
        var counts = new Dictionary<int, int>();
        for (var i = 0; i + length <= ids.Length; i++)
        {
            var gram = trie.Add(ids.AsSpan(i, length));
            counts[gram] = counts.GetValueOrDefault(gram) + 1;
        }
        while (postings.Count < trie.Grams) postings.Add([]);
        foreach (var (gram, count) in counts) postings[gram].Add(new Posting(candidate, count));
        return new Share(counts.Count, counts.Values.Sum());
    }

    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Posting(int Candidate, int Count);
}
