using Pipeline.Core.Flows;
using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;

namespace Pipeline.Tests.Formal.Flows;

/// <summary>A small sound flow, and what can be wrong with one: every check of the prover has a flow that fails it.</summary>
internal static class BadFlows
{
    /// <summary>A plan that is broken in one place.</summary>
    /// <param name="Check">The check that must fail.</param>
    /// <param name="Wrong">What is wrong, in words.</param>
    /// <param name="Break">Breaks the sound flow.</param>
    /// <param name="Budget">What may be spent; null for enough.</param>
    internal sealed record Bad(string Check, string Wrong, Func<Parts, Parts> Break, FlowBudget? Budget = null);

    /// <summary>Nodes and edges that can still be changed.</summary>
    internal sealed record Parts(IReadOnlyList<FlowNode> Nodes, IReadOnlyList<FlowEdge> Edges)
    {
        public FlowGraph Graph() => new(Nodes, Edges);

        public Parts Change(string name, Func<FlowNode, FlowNode> change) => this with { Nodes = [.. Nodes.Select(node => node.Name == name ? change(node) : node)] };

        public Parts Flow(string from, string to, bool control = false) => this with { Edges = [.. Edges, new FlowEdge(from, to, control)] };

        public Parts Cut(string from, string to) => this with { Edges = [.. Edges.Where(edge => (edge.From, edge.To) != (from, to))] };

        public Parts Add(FlowNode node) => this with { Nodes = [.. Nodes, node] };
    }

    public static readonly FlowBudget Enough = new(4, 1e-4, "customer", Neighbours.AddOrRemoveOneUnit, []);

    public static PrivacyClaim Claim(string mechanism, double mu = 1) => Core.Cases.Claim() with { Mechanism = mechanism, Mu = mu, Epsilon = GaussianPrivacy.Epsilon(mu, 1e-4) };

    /// <summary>Source, two parts, features, a mechanism, prompts, texts, audits, gate, release and report.</summary>
    public static Parts Sound
    {
        get
        {
            var builder = new FlowBuilder()
                .Add(new FlowNode("source", FlowKind.Source, "private") { Given = FlowLabel.Of(Secrecy.Private) })
                .Add(new FlowNode("file", FlowKind.Source, "public"))
                .Add(new FlowNode("training", FlowKind.Step, "learned from"), "source")
                .Add(new FlowNode("holdout", FlowKind.Step, "kept aside") { Holdout = true }, "source")
                .Add(new FlowNode("features", FlowKind.Transformation, "sealed"), "training", "map")
                .Add(new FlowNode("prompts", FlowKind.Step, "for the model") { Ceiling = Secrecy.Noised }, "file", "texts")
                .Add(new FlowNode("proposals", FlowKind.Step, "written"), "prompts")
                .Add(new FlowNode("map", FlowKind.Step, "fitted"), "proposals")
                .Add(new FlowNode("path", FlowKind.Mechanism, "the door") { Claim = Claim("path") }, "features")
                .Add(new FlowNode("texts", FlowKind.Step, "chosen"), "proposals", "path")
                .Add(new FlowNode("overlap", FlowKind.Audit, "measures"), "texts", "training", "holdout")
                .Add(new FlowNode("gate", FlowKind.Gate, "decides"), "texts").Decides("gate", "overlap", "path")
                .Add(new FlowNode("release", FlowKind.Sink, "out") { Ceiling = Secrecy.Noised }, "gate")
                .Add(new FlowNode("report", FlowKind.Sink, "inside") { Ceiling = Secrecy.Evidence }, "overlap").Decides("report", "gate")
                .Add(new FlowNode("log", FlowKind.Sink, "inside") { Ceiling = Secrecy.Evidence }, "file").Decides("log", "gate");
            var graph = builder.Build();
            return new Parts(graph.Nodes, graph.Edges);
        }
    }

    public static IReadOnlyList<Bad> All { get; } =
    [
        new("doors", "no private source, so that there is nothing to prove", flow => flow.Change("source", node => node with { Given = FlowLabel.Public })),
        new("ceilings", "features given to the choice of texts past the mechanism", flow => flow.Flow("features", "texts")),
        new("ceilings", "private texts in a prompt", flow => flow.Flow("training", "prompts")),
        new("ceilings", "private texts in the log", flow => flow.Flow("training", "log")),
        new("ceilings", "sealed features in the report", flow => flow.Flow("features", "report")),
        new("ceilings", "findings of an audit in the next round's prompts", flow => flow.Flow("overlap", "prompts")),
        new("claims", "a mechanism without a claim", flow => flow.Change("path", node => node with { Claim = null })),
        new("claims", "a mechanism that adds no noise", flow => flow.Change("path", node => node with { Claim = Claim("path") with { Noise = NoiseOrigin.None, Epsilon = double.PositiveInfinity, Delta = 1, Mu = double.PositiveInfinity } })),
        new("claims", "noise from a seed", flow => flow.Change("path", node => node with { Claim = Claim("path") with { Noise = NoiseOrigin.Seeded } })),
        new("nothing claimed", "private texts given to a release that says nothing private takes part", flow => flow.Change("path", node => node with { Claim = Claim("path") with { Noise = NoiseOrigin.NotNeeded, Epsilon = 0, Delta = 0, Mu = 0 } })),
        new("budget", "twice the noise multiplier's worth spent: epsilon above the plan's", flow => flow.Change("path", node => node with { Claim = Claim("path", mu: 2) })),
        new("budget", "a second mechanism that nobody planned for", flow => flow.Add(new FlowNode("style", FlowKind.Mechanism, "a second door") { Claim = Claim("style") }).Flow("training", "style").Flow("style", "proposals")),
        new("budget", "a claim for records where the plan protects customers", flow => flow.Change("path", node => node with { Claim = Claim("path") with { Unit = "record" } })),
        new("budget", "a claim for replacing where the plan is for adding and removing", flow => flow.Change("path", node => node with { Claim = Claim("path") with { Neighbours = Neighbours.ReplaceOneUnit } })),
        new("ledger", "a source on which everything the policy allows is spent", flow => flow, Enough with { Exceeded = ["With this run, 9 mechanism runs on this source: epsilon 25 at delta 0.001."] }),
        new("gate", "texts that reach the release past the gate", flow => flow.Flow("texts", "release")),
        new("audits", "an audit whose findings the gate does not see", flow => flow.Cut("overlap", "gate")),
        new("holdout", "records kept aside among those that are learned from", flow => flow.Flow("holdout", "features")),
    ];
}
