using Pipeline.Audits.Text;

namespace Pipeline.Audits.Overlap;

/// <summary>The grams of one source text that candidate texts hold too, with how often it has each.</summary>
public sealed class SourceGrams
{
    private readonly Segmentation text;
    private readonly int n;

    internal SourceGrams(Dictionary<int, int> known, Segmentation text, int n)
    {
        Known = known;
        this.text = text;
        this.n = n;
    }

    internal IReadOnlyDictionary<int, int> Known { get; }

    /// <summary>How many different n-grams the source text has in all. Counted when asked for: it needs a trie of its own.</summary>
    public int CountDistinct()
    {
        var ids = new Vocabulary().Learn(text);
        var trie = new GramTrie();
        for (var i = 0; i + n <= ids.Length; i++) trie.Add(ids.AsSpan(i, n));
        return trie.Grams;
    }
}
