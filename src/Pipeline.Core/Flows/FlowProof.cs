using Pipeline.Core.Privacy;

namespace Pipeline.Core.Flows;

/// <summary>What a run may spend: what its file asks and what the ledger and the policy leave.</summary>
/// <param name="Epsilon">The most that all mechanisms together may prove to lose.</param>
/// <param name="Delta">At this delta.</param>
/// <param name="Unit">Whom they must protect.</param>
/// <param name="Neighbours">Under this relation.</param>
/// <param name="Exceeded">What the policy asks of budgets and this run would break, in words; empty when all holds.</param>
public sealed record FlowBudget(double Epsilon, double Delta, string Unit, Neighbours Neighbours, IReadOnlyList<string> Exceeded);

/// <summary>One thing that was to be shown.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Holds">Whether it was shown.</param>
/// <param name="Says">The argument, or what is wrong.</param>
/// <param name="Path">A way that private data takes and must not, from its source on; empty when there is none.</param>
public sealed record FlowCheck(string Name, bool Holds, string Says, IReadOnlyList<string> Path)
{
    /// <summary>The node it is about, where it is about one.</summary>
    public string? About { get; init; }
}

/// <summary>What was computed of a flow.</summary>
/// <param name="Graph">The flow.</param>
/// <param name="Labels">The least label of every node, by name.</param>
/// <param name="Checks">Everything that was to be shown.</param>
public sealed record FlowProof(FlowGraph Graph, IReadOnlyDictionary<string, FlowLabel> Labels, IReadOnlyList<FlowCheck> Checks)
{
    /// <summary>Whether all of it was shown.</summary>
    public bool Holds => Checks.All(check => check.Holds);
}
