using System.Collections.Concurrent;
using Pipeline.Core.Flows;
using Pipeline.Core.Privacy;

namespace Pipeline.Cli.Running.Flows;

/// <summary>
/// Holds every opening of a private value against the flow that plans prove things about, before it happens: there must be nodes
/// from the part it was sealed as, one for each transformation it went through, to one of the class that opens it. A mechanism or
/// transformation that the flow does not have there ends the run as a defect; an audit fails, and the gate refuses.
/// </summary>
internal sealed class DeclaredOpenings(FlowGraph flow) : IOpenings
{
    private readonly ConcurrentDictionary<FlowEdge, bool> seen = new();

    /// <summary>The flows that were used. Where two nodes do the same to the same, as when two models read a record, both count.</summary>
    public IReadOnlyCollection<FlowEdge> Seen => [.. seen.Keys];

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The flow does not have it.</exception>
    public void Opens(SealedWay way, Type by)
    {
        List<FlowEdge> last = [];
        var at = flow.Nodes.Where(node => node.Name == way.From).Select(node => node.Name).ToList();
        foreach (var code in way.Through.Append(by))
        {
            last = [.. at.SelectMany(name => flow.OutOf[name]).Where(edge => !edge.Control && flow[edge.To].Code == code).Distinct()];
            at = [.. last.Select(edge => edge.To).Distinct()];
        }
        if (last.Count == 0)
            throw new InvalidOperationException($"{by.Name} opens {string.Join(", then ", way.Through.Select(code => code.Name).Prepend(way.From))}, which is not in the flow that the method declares (ISynthesisMethod.Describe), so no plan has proved anything about it.");
        foreach (var edge in last) seen.TryAdd(edge, true);
    }
}
