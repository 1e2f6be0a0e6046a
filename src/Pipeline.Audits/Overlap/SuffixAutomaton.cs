namespace Pipeline.Audits.Overlap;

/// <summary>
/// The suffix automaton (Blumer et al. 1985) of several sequences, built in time linear in their length: a state is a set of
/// substrings that end at the same places, and its link leads to the longest of their suffixes that ends at more.
/// </summary>
internal sealed class SuffixAutomaton
{
    public const int Root = 0;

    private readonly Dictionary<long, int> next = [];
    private readonly List<int> length = [0];
    private readonly List<int> link = [-1];
    private readonly List<int> firstEdge = [-1]; // edges of a state are a linked list, needed only to copy them
    private readonly List<(int Symbol, int NextEdge)> edges = [];

    public int States => length.Count;

    /// <summary>Length of the longest substring of a state.</summary>
    public int Length(int state) => length[state];

    public int Link(int state) => link[state];

    public bool TryStep(int state, int symbol, out int to) => next.TryGetValue(Edge(state, symbol), out to);

    public void Add(ReadOnlySpan<int> sequence)
    {
        var last = Root;
        foreach (var symbol in sequence) last = Extend(last, symbol);
    }

    private int Extend(int last, int symbol)
    {
        if (next.TryGetValue(Edge(last, symbol), out var known)) return length[known] == length[last] + 1 ? known : Split(last, symbol, known);
        var state = NewState(length[last] + 1);
        var p = last;
        for (; p >= 0 && !next.ContainsKey(Edge(p, symbol)); p = link[p]) Connect(p, symbol, state);
        if (p < 0)
        {
            link[state] = Root;
            return state;
        }
        var q = next[Edge(p, symbol)];
        link[state] = length[q] == length[p] + 1 ? q : Split(p, symbol, q);
        return state;
    }

    /// <summary>Parts the substrings of q no longer than those of p with the symbol from the rest.</summary>
    private int Split(int p, int symbol, int q)
    {
        var clone = NewState(length[p] + 1);
        for (var edge = firstEdge[q]; edge >= 0; edge = edges[edge].NextEdge)
            Connect(clone, edges[edge].Symbol, next[Edge(q, edges[edge].Symbol)]);
        link[clone] = link[q];
        link[q] = clone;
        for (; p >= 0 && next.TryGetValue(Edge(p, symbol), out var to) && to == q; p = link[p]) next[Edge(p, symbol)] = clone;
        return clone;
    }

    private int NewState(int longest)
    {
        length.Add(longest);
        link.Add(-1);
        firstEdge.Add(-1);
        return length.Count - 1;
    }

    private void Connect(int from, int symbol, int to)
    {
        next.Add(Edge(from, symbol), to);
        edges.Add((symbol, firstEdge[from]));
        firstEdge[from] = edges.Count - 1;
    }

    // One number hashes faster than a pair.
    private static long Edge(int state, int symbol) => ((long)state << 32) | (uint)symbol;
}
