namespace Pipeline.Core.Flows;

/// <summary>What flows where in a run. It may have circles: matched texts go back into prompts.</summary>
public sealed class FlowGraph
{
    private readonly Dictionary<string, FlowNode> byName;

    /// <summary>Puts a graph together.</summary>
    /// <exception cref="InvalidOperationException">Two nodes have one name, an edge ends nowhere, or a node has nothing flowing in.</exception>
    public FlowGraph(IReadOnlyList<FlowNode> nodes, IReadOnlyList<FlowEdge> edges)
    {
        (Nodes, Edges) = (nodes, [.. edges.Distinct()]);
        if (nodes.GroupBy(node => node.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two nodes of the flow are named '{twice.Key}'.");
        byName = nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        if (Edges.SelectMany(edge => new[] { edge.From, edge.To }).FirstOrDefault(name => !byName.ContainsKey(name)) is { } lost)
            throw new InvalidOperationException($"An edge of the flow ends at '{lost}', which is no node.");
        Into = Edges.ToLookup(edge => edge.To, StringComparer.Ordinal);
        OutOf = Edges.ToLookup(edge => edge.From, StringComparer.Ordinal);
        if (nodes.FirstOrDefault(node => node.Kind == FlowKind.Source ? Into[node.Name].Any() : !Into[node.Name].Any()) is { } odd)
            throw new InvalidOperationException($"Nothing flows into '{odd.Name}', or something flows into a source.");
    }

    /// <summary>Nodes, in the order they were declared.</summary>
    public IReadOnlyList<FlowNode> Nodes { get; }

    /// <summary>Edges.</summary>
    public IReadOnlyList<FlowEdge> Edges { get; }

    /// <summary>Edges by the node they end at.</summary>
    public ILookup<string, FlowEdge> Into { get; }

    /// <summary>Edges by the node they begin at.</summary>
    public ILookup<string, FlowEdge> OutOf { get; }

    /// <summary>The node of that name.</summary>
    public FlowNode this[string name] => byName[name];

    /// <summary>Nodes of a kind.</summary>
    public IEnumerable<FlowNode> Of(FlowKind kind) => Nodes.Where(node => node.Kind == kind);
}

/// <summary>Collects nodes and edges.</summary>
public sealed class FlowBuilder
{
    private readonly List<FlowNode> nodes = [];
    private readonly List<FlowEdge> edges = [];

    /// <summary>Nodes so far.</summary>
    public IReadOnlyList<FlowNode> Nodes => nodes;

    /// <summary>Adds a node and what flows into it.</summary>
    public FlowBuilder Add(FlowNode node, params string[] inputs)
    {
        nodes.Add(node);
        return Flow(node.Name, inputs);
    }

    /// <summary>More flows into a node, which may be declared later.</summary>
    public FlowBuilder Flow(string to, params string[] inputs)
    {
        edges.AddRange(inputs.Select(input => new FlowEdge(input, to)));
        return this;
    }

    /// <summary>More that a node only decides on.</summary>
    public FlowBuilder Decides(string on, params string[] inputs)
    {
        edges.AddRange(inputs.Select(input => new FlowEdge(input, on, Control: true)));
        return this;
    }

    /// <summary>Whether a node of that name is there.</summary>
    public bool Has(string name) => nodes.Exists(node => node.Name == name);

    /// <summary>The graph.</summary>
    public FlowGraph Build() => new(nodes, edges);
}
