using Pipeline.Core.Flows;

namespace Pipeline.Formal.Flows;

/// <summary>Ways through a flow, over data alone: what a node only decides on does not come out of it.</summary>
internal static class FlowPaths
{
    /// <summary>The shortest way from any of some nodes to another that passes no node of a kind; empty when there is none.</summary>
    public static IReadOnlyList<string> Shortest(FlowGraph graph, IEnumerable<FlowNode> from, string to, Func<FlowNode, bool> closed)
    {
        var before = new Dictionary<string, string?>(StringComparer.Ordinal);
        var waiting = new Queue<string>();
        foreach (var start in from)
            if (before.TryAdd(start.Name, null)) waiting.Enqueue(start.Name);
        while (waiting.TryDequeue(out var name))
        {
            if (name == to) return Back(before, to);
            if (closed(graph[name])) continue;
            foreach (var edge in graph.OutOf[name].Where(edge => !edge.Control))
                if (before.TryAdd(edge.To, name)) waiting.Enqueue(edge.To);
        }
        return [];
    }

    /// <summary>
    /// The nodes that every way from some nodes to another passes: those without which it cannot be reached. Empty when it cannot
    /// be reached at all.
    /// </summary>
    public static IReadOnlyList<FlowNode> Dominators(FlowGraph graph, IReadOnlyList<FlowNode> from, string to)
    {
        if (Shortest(graph, from, to, _ => false).Count == 0) return [];
        return [.. graph.Nodes.Where(node => node.Name != to && Shortest(graph, from.Where(start => start != node), to, other => other == node).Count == 0)];
    }

    private static IReadOnlyList<string> Back(Dictionary<string, string?> before, string to)
    {
        var path = new List<string>();
        for (string? at = to; at is not null; at = before[at]) path.Insert(0, at);
        return path;
    }
}
