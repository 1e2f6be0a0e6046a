using Pipeline.Core.Flows;
using Pipeline.Core.Privacy;

namespace Pipeline.Formal.Flows;

/// <summary>
/// Proves of a flow that private data reaches nobody except through a mechanism that has budget. Labels are computed as a fixed
/// point and, apart from that, ways are searched that pass no door; that both say the same is checked each time.
/// docs/formal-checks-plan.md lists the checks with a plan that fails each.
/// </summary>
public static class FlowProver
{
    /// <summary>Names of the checks, in their order.</summary>
    public static IReadOnlyList<string> CheckNames { get; } = ["doors", "ceilings", "claims", "nothing claimed", "budget", "ledger", "gate", "audits", "holdout"];

    /// <summary>Computes labels and checks.</summary>
    public static FlowProof Prove(FlowGraph graph, FlowBudget budget)
    {
        var labels = LabelFixpoint.Of(graph);
        return new FlowProof(graph, labels,
        [
            Doors(graph, labels), .. Ceilings(graph, labels), Claims(graph, labels), NothingClaimed(graph, labels),
            Budget(graph, labels, budget), Ledger(budget), Gate(graph), Audits(graph), Holdout(graph),
        ]);
    }

    private static List<FlowNode> Private(FlowGraph graph) => [.. graph.Of(FlowKind.Source).Where(node => node.Given.Secrecy == Secrecy.Private)];

    /// <summary>A flow with nothing private in it, or without anybody to protect it from, is described wrongly.</summary>
    private static FlowCheck Doors(FlowGraph graph, IReadOnlyDictionary<string, FlowLabel> labels)
    {
        var sources = Private(graph);
        var watched = graph.Nodes.Count(node => node.Ceiling is not null);
        if (sources.Count == 0 || watched == 0) return new FlowCheck("doors", false, "The flow names no private source, or nothing that private data must not reach, so there is nothing to prove.", []);
        var doors = graph.Of(FlowKind.Mechanism).Where(node => LabelFixpoint.Releases(node) && Inputs(graph, labels, node).Secrecy >= Secrecy.Evidence).ToList();
        return new FlowCheck("doors", true, doors.Count == 0
            ? $"No mechanism lets anything private out of {Names(sources)} for a guarantee."
            : $"Private data leaves {Names(sources)} through {Names(doors)} alone.", []);
    }

    private static IEnumerable<FlowCheck> Ceilings(FlowGraph graph, IReadOnlyDictionary<string, FlowLabel> labels)
    {
        var sources = Private(graph);
        foreach (var node in graph.Nodes.Where(node => node.Ceiling is not null))
        {
            var (label, ceiling) = (labels[node.Name], node.Ceiling!.Value);
            // The same by search: a way to it that passes nothing which brings private data down to the ceiling.
            var path = FlowPaths.Shortest(graph, sources, node.Name, passed => ceiling > Secrecy.Public && (LabelFixpoint.Releases(passed) || (passed.Kind == FlowKind.Audit && ceiling >= Secrecy.Evidence)));
            if ((label.Secrecy > ceiling) != (path.Count > 0 && ceiling < Secrecy.Private))
                throw new InvalidOperationException($"Labels and ways disagree about '{node.Name}': it is {label}, and the way found is {string.Join(" -> ", path)}.");
            yield return label.Secrecy > ceiling
                ? new FlowCheck("ceilings", false, $"{node.Name} may be {Word(ceiling)} at most and is {label}: private data reaches it through no door.", path) { About = node.Name }
                : new FlowCheck("ceilings", true, $"{node.Name} is {label}{Through(graph, sources, node, label)}.", []) { About = node.Name };
        }
    }

    /// <summary>Which doors stand on every way, and so guard it each alone; else all of them together do.</summary>
    private static string Through(FlowGraph graph, List<FlowNode> sources, FlowNode node, FlowLabel label)
    {
        if (label.Secrecy == Secrecy.Public) return ": no way leads to it from anything private";
        if (label.Secrecy == Secrecy.Evidence) return ": measurements and counts, for internal readers, and no text";
        var doors = FlowPaths.Dominators(graph, sources, node.Name).Where(LabelFixpoint.Releases).ToList();
        return doors.Count > 0 ? $": every way from {Names(sources)} to it passes {Names(doors)}" : $": every way from the source to it passes one of {string.Join(", ", label.Mechanisms)}";
    }

    private static FlowCheck Claims(FlowGraph graph, IReadOnlyDictionary<string, FlowLabel> labels)
    {
        foreach (var node in Fed(graph, labels).Where(node => !LabelFixpoint.Releases(node) && node.Claim?.Noise != NoiseOrigin.NotNeeded))
        {
            var why = node.Claim switch
            {
                null => "states no claim",
                { Noise: NoiseOrigin.Seeded } => "draws its noise from a seed",
                { Noise: NoiseOrigin.None } => "adds no noise",
                _ => "proves no finite epsilon with a delta below 1",
            };
            return new FlowCheck("claims", false, $"{node.Name} opens private data and {why}.", Way(graph, node));
        }
        return new FlowCheck("claims", true, "Every mechanism that private data reaches adds noise of the operating system and proves a finite bound.", []);
    }

    private static FlowCheck NothingClaimed(FlowGraph graph, IReadOnlyDictionary<string, FlowLabel> labels)
    {
        foreach (var node in Fed(graph, labels).Where(node => node.Claim?.Noise == NoiseOrigin.NotNeeded))
            return new FlowCheck("nothing claimed", false, $"{node.Name} says that nothing private takes part in it, and private data flows in.", Way(graph, node));
        return new FlowCheck("nothing claimed", true, "No mechanism that says nothing private takes part is given anything private.", []);
    }

    private static FlowCheck Budget(FlowGraph graph, IReadOnlyDictionary<string, FlowLabel> labels, FlowBudget budget)
    {
        var mechanisms = Fed(graph, labels).ToList();
        var claims = mechanisms.Select(node => node.Claim).OfType<PrivacyClaim>().ToList();
        if (mechanisms.Count == 0) return new FlowCheck("budget", true, "No mechanism opens private data, so none needs budget.", []);
        if (claims.Find(claim => claim.Unit != budget.Unit || claim.Neighbours != budget.Neighbours) is { } stranger)
            return new FlowCheck("budget", false, $"{stranger.Mechanism} protects each {stranger.Unit} against {Word(stranger.Neighbours)}, and the plan is for each {budget.Unit} against {Word(budget.Neighbours)}.", []);
        if (claims.Count < mechanisms.Count || Composition.Of(claims) is not { } together)
            return new FlowCheck("budget", false, "A mechanism on the way states no claim that could be charged.", Way(graph, mechanisms.First(node => node.Claim is null)));
        var within = together.Epsilon <= budget.Epsilon && together.Delta <= budget.Delta;
        return new FlowCheck("budget", within, FormattableString.Invariant(
            $"Composed over {Names(mechanisms)}: epsilon {together.Epsilon:G4} at delta {together.Delta:G4} for each {together.Unit}, {(within ? "within" : "which is above")} the plan's epsilon {budget.Epsilon:G4} at delta {budget.Delta:G4}."),
            within ? [] : Way(graph, mechanisms[0]));
    }

    private static FlowCheck Ledger(FlowBudget budget) => new("ledger", budget.Exceeded.Count == 0, budget.Exceeded.Count == 0
        ? "What the ledger holds leaves room for this run under every requirement of the policy on guarantees."
        : $"No budget is left: {string.Join(" ", budget.Exceeded)}", []);

    /// <summary>Every release comes out of a gate, whatever feeds it.</summary>
    private static FlowCheck Gate(FlowGraph graph)
    {
        var everything = graph.Of(FlowKind.Source).ToList();
        foreach (var release in graph.Of(FlowKind.Sink).Where(node => node.Ceiling == Secrecy.Noised))
        {
            var past = FlowPaths.Shortest(graph, everything, release.Name, node => node.Kind == FlowKind.Gate);
            if (past.Count > 0) return new FlowCheck("gate", false, $"{release.Name} can be reached past the gate.", past);
        }
        return graph.Of(FlowKind.Gate).Any()
            ? new FlowCheck("gate", true, "Every way to the release passes the gate. Whether it opens depends on evidence: that one decision is all of it that shows.", [])
            : new FlowCheck("gate", false, "There is no gate.", []);
    }

    /// <summary>The gate decides on every audit, and every audit looks at what the gate would let through.</summary>
    private static FlowCheck Audits(FlowGraph graph)
    {
        var judged = graph.Of(FlowKind.Gate).SelectMany(gate => graph.Into[gate.Name]).Where(edge => edge.Control).Select(edge => edge.From).ToHashSet(StringComparer.Ordinal);
        if (graph.Of(FlowKind.Audit).FirstOrDefault(audit => !judged.Contains(audit.Name)) is { } ignored)
            return new FlowCheck("audits", false, $"What {ignored.Name} finds does not reach the gate.", []);
        return graph.Of(FlowKind.Audit).Any()
            ? new FlowCheck("audits", true, "What every audit and count finds reaches the gate.", [])
            : new FlowCheck("audits", false, "Nothing is measured.", []);
    }

    /// <summary>What is kept aside measures; whatever learned from it would measure itself.</summary>
    private static FlowCheck Holdout(FlowGraph graph)
    {
        var aside = graph.Nodes.Where(node => node.Holdout).ToList();
        foreach (var node in graph.Nodes.Where(node => node.Kind is FlowKind.Mechanism or FlowKind.Gate))
        {
            var path = FlowPaths.Shortest(graph, aside, node.Name, _ => false);
            if (path.Count > 0) return new FlowCheck("holdout", false, $"Records kept aside reach {node.Name}, so findings against them mean nothing.", path);
        }
        return new FlowCheck("holdout", true, aside.Count > 0 ? "Records kept aside reach no mechanism and no candidate, only audits." : "No records are kept aside.", []);
    }

    /// <summary>Mechanisms that something private, or evidence, flows into.</summary>
    private static IEnumerable<FlowNode> Fed(FlowGraph graph, IReadOnlyDictionary<string, FlowLabel> labels) =>
        graph.Of(FlowKind.Mechanism).Where(node => Inputs(graph, labels, node).Secrecy >= Secrecy.Evidence);

    private static FlowLabel Inputs(FlowGraph graph, IReadOnlyDictionary<string, FlowLabel> labels, FlowNode node) =>
        graph.Into[node.Name].Where(edge => !edge.Control).Aggregate(FlowLabel.Public, (so, edge) => so.Join(labels[edge.From]));

    private static IReadOnlyList<string> Way(FlowGraph graph, FlowNode to) => FlowPaths.Shortest(graph, Private(graph), to.Name, _ => false);

    private static string Names(IEnumerable<FlowNode> nodes) => string.Join(" and ", nodes.Select(node => node.Name));

    private static string Word(Neighbours neighbours) => neighbours == Neighbours.ReplaceOneUnit ? "being replaced" : "being added or removed";

    private static string Word(Secrecy secrecy) => secrecy.ToString().ToLowerInvariant();
}
