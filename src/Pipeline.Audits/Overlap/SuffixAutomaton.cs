using System.Runtime.InteropServices;

namespace Pipeline.Audits.Overlap;

/// <summary>
/// The suffix automaton (Blumer et al. 1985) of several sequences, built in time linear in their length: a state is a set of
/// substrings that end at the same places, and its link leads to the longest of their suffixes that ends at more.
/// </summary>
internal sealed class SuffixAutomaton
{
    public const int Root = 0;

    private readonly List<int> length = [0];
    private readonly List<int> link = [-1];
    private readonly List<int> firstEdge = [-1]; // edges of a state are a linked list, needed only to copy them
    private readonly List<Edge> edges = [];
    private int[] slots = new int[64]; // edge + 1 by state and symbol

    public int States => length.Count;

    /// <summary>Bytes that the automaton takes.</summary>
    public long Bytes => 4L * (length.Capacity + link.Capacity + firstEdge.Capacity + slots.Length) + 16L * edges.Capacity;

    /// <summary>Length of the longest substring of a state.</summary>
    public int Length(int state) => length[state];

    public int Link(int state) => link[state];

    public bool TryStep(int state, int symbol, out int to)
    {
        var edge = Find(state, symbol);
        to = edge < 0 ? Root : edges[edge].To;
        return edge >= 0;
    }

    public void Add(ReadOnlySpan<int> sequence)
    {
        var last = Root;
        foreach (var symbol in sequence) last = Extend(last, symbol);
    }

    /// <summary>The states but the root, those of the longest substrings first.</summary>
    public int[] FromLongest()
    {
        var longest = 0;
        foreach (var l in length) longest = Math.Max(longest, l);
        var places = new int[longest + 1];
        foreach (var l in length) places[longest - l]++;
        for (int i = 0, sum = 0; i <= longest; i++) (places[i], sum) = (sum, sum + places[i]);
        var order = new int[States];
        for (var state = 0; state < States; state++) order[places[longest - length[state]]++] = state;
        return order[..^1];
    }

    private int Extend(int last, int symbol)
    {
        var known = Find(last, symbol);
        if (known >= 0) return length[edges[known].To] == length[last] + 1 ? edges[known].To : Split(last, symbol, edges[known].To);
        var state = NewState(length[last] + 1);
        var p = last;
        for (; p >= 0 && (known = Find(p, symbol)) < 0; p = link[p]) Connect(p, symbol, state);
        if (p < 0)
        {
            link[state] = Root;
            return state;
        }
        var q = edges[known].To;
        link[state] = length[q] == length[p] + 1 ? q : Split(p, symbol, q);
        return state;
    }

    /// <summary>Parts the substrings of q no longer than those of p with the symbol from the rest.</summary>
    private int Split(int p, int symbol, int q)
    {
        var clone = NewState(length[p] + 1);
        for (var edge = firstEdge[q]; edge >= 0; edge = edges[edge].Next) Connect(clone, edges[edge].Symbol, edges[edge].To);
        link[clone] = link[q];
        link[q] = clone;
        for (int edge; p >= 0 && (edge = Find(p, symbol)) >= 0 && edges[edge].To == q; p = link[p])
            edges[edge] = edges[edge] with { To = clone };
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
        if (2 * (edges.Count + 1) > slots.Length)
        {
            slots = new int[2 * slots.Length];
            for (var edge = 0; edge < edges.Count; edge++) Place(edge, edges[edge].From, edges[edge].Symbol);
        }
        edges.Add(new Edge(from, symbol, to, firstEdge[from]));
        firstEdge[from] = edges.Count - 1;
        Place(edges.Count - 1, from, symbol);
    }

    private void Place(int edge, int from, int symbol)
    {
        var slot = SlotOf(from, symbol);
        while (slots[slot] != 0) slot = (slot + 1) & (slots.Length - 1);
        slots[slot] = edge + 1;
    }

    private int Find(int from, int symbol)
    {
        var all = CollectionsMarshal.AsSpan(edges);
        for (var slot = SlotOf(from, symbol); slots[slot] != 0; slot = (slot + 1) & (slots.Length - 1))
        {
            ref readonly var edge = ref all[slots[slot] - 1];
            if (edge.From == from && edge.Symbol == symbol) return slots[slot] - 1;
        }
        return -1;
    }

    private int SlotOf(int from, int symbol) => (int)(((((ulong)(uint)from << 32) | (uint)symbol) * 0x9E37_79B9_7F4A_7C15) >> 32) & (slots.Length - 1);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Edge(int From, int Symbol, int To, int Next);
}
