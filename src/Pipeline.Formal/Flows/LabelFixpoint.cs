using Pipeline.Core.Flows;
using Pipeline.Core.Privacy;

namespace Pipeline.Formal.Flows;

/// <summary>
/// The least labels that every edge and node agrees with. Labels only rise and the lattice is finite, so passing over the nodes
/// until nothing changes ends, circles or not, at the least fixed point (Kildall 1973).
/// </summary>
internal static class LabelFixpoint
{
    public static IReadOnlyDictionary<string, FlowLabel> Of(FlowGraph graph)
    {
        var labels = graph.Nodes.ToDictionary(node => node.Name, _ => FlowLabel.Public, StringComparer.Ordinal);
        var waiting = new Queue<string>(graph.Nodes.Select(node => node.Name));
        while (waiting.TryDequeue(out var name))
        {
            var joined = graph.Into[name].Where(edge => !edge.Control).Aggregate(FlowLabel.Public, (so, edge) => so.Join(labels[edge.From]));
            var label = labels[name].Join(Through(graph[name], joined));
            if (label.Equals(labels[name])) continue;
            labels[name] = label;
            foreach (var edge in graph.OutOf[name]) waiting.Enqueue(edge.To);
        }
        return labels;
    }

    /// <summary>What a node makes of the join of its inputs. Monotone: a greater input never gives a smaller output.</summary>
    private static FlowLabel Through(FlowNode node, FlowLabel joined) => node.Kind switch
    {
        FlowKind.Source => node.Given,
        FlowKind.Mechanism when Releases(node) => joined.Secrecy >= Secrecy.Evidence ? joined.ReleasedBy(node.Name) : joined,
        FlowKind.Audit when joined.Secrecy == Secrecy.Private => joined.At(Secrecy.Evidence),
        _ => joined,
    };

    /// <summary>
    /// Whether a mechanism lets private data out for a guarantee. One that proves nothing, or says that it is given nothing
    /// private, lets out what it is given and is no door.
    /// </summary>
    public static bool Releases(FlowNode node) =>
        node is { Kind: FlowKind.Mechanism, Claim: { Noise: NoiseOrigin.OperatingSystem, Delta: < 1 } claim } && double.IsFinite(claim.Epsilon);
}
