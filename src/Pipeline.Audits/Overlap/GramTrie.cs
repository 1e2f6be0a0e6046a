namespace Pipeline.Audits.Overlap;

/// <summary>A trie of n-grams that numbers them from 0; exact, since nothing is hashed down.</summary>
internal sealed class GramTrie
{
    private readonly Dictionary<long, int> children = [];
    private readonly List<int> gramAt = [-1];

    public int Grams { get; private set; }

    public int Add(ReadOnlySpan<int> gram)
    {
        var node = 0;
        foreach (var unit in gram)
        {
            if (!children.TryGetValue(Edge(node, unit), out var child))
            {
                children.Add(Edge(node, unit), child = gramAt.Count);
                gramAt.Add(-1);
            }
            node = child;
        }
        if (gramAt[node] < 0) gramAt[node] = Grams++;
        return gramAt[node];
    }

    /// <summary>Calls back for every known gram that starts at the first of these units.</summary>
    public void Visit(ReadOnlySpan<int> units, Action<int> seen)
    {
        var node = 0;
        foreach (var unit in units)
        {
            if (unit == Vocabulary.Unknown || !children.TryGetValue(Edge(node, unit), out node)) return;
            if (gramAt[node] >= 0) seen(gramAt[node]);
        }
    }

    // One number hashes faster than a pair, and this is the hottest line of the n-gram audit.
    private static long Edge(int node, int unit) => ((long)node << 32) | (uint)unit;
}
