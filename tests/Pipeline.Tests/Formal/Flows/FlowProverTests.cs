using System.Text;
using CsCheck;
using Pipeline.Core.Flows;
using Pipeline.Formal.Flows;
using Pipeline.Tests.Analyzers;

namespace Pipeline.Tests.Formal.Flows;

public sealed class FlowProverTests
{
    private const string Begin = "<!-- begin: written by FlowProverTests -->\n", End = "<!-- end -->";

    [Fact]
    public void A_sound_flow_is_proved_circles_and_all()
    {
        var proof = FlowProver.Prove(BadFlows.Sound.Graph(), BadFlows.Enough);
        Assert.True(proof.Holds, string.Join('\n', proof.Checks.Where(check => !check.Holds)));
        // Matched texts go back into prompts, so what is public in the first round is noised in the second.
        Assert.Equal("noised by path", proof.Labels["prompts"].ToString());
        Assert.Equal("noised by path", proof.Labels["release"].ToString());
        Assert.Equal(Secrecy.Evidence, proof.Labels["report"].Secrecy);
        Assert.Equal(Secrecy.Private, proof.Labels["features"].Secrecy);
        Assert.Contains(proof.Checks, check => check.Says.StartsWith("release is noised by path: every way from source to it passes path", StringComparison.Ordinal));
    }

    public static TheoryData<int> Bad() => [.. Enumerable.Range(0, BadFlows.All.Count)];

    [Theory]
    [MemberData(nameof(Bad))]
    public void Each_check_fails_on_its_bad_plan_and_the_way_is_a_way(int index)
    {
        var bad = BadFlows.All[index];
        var graph = bad.Break(BadFlows.Sound).Graph();
        var proof = FlowProver.Prove(graph, bad.Budget ?? BadFlows.Enough);
        Assert.False(proof.Holds);
        var failed = proof.Checks.Where(check => check.Name == bad.Check && !check.Holds).ToList();
        Assert.NotEmpty(failed);
        Assert.All(proof.Checks.SelectMany(check => check.Path.Zip(check.Path.Skip(1))), step => Assert.Contains(graph.Edges, edge => (edge.From, edge.To) == step));
        if (bad.Check is "ceilings" or "claims" or "nothing claimed") Assert.All(failed, check => Assert.Equal("source", check.Path[0]));
    }

    [Fact]
    public void Every_check_has_a_bad_plan_and_no_other_is_named() =>
        Assert.Equal(FlowProver.CheckNames.Order(StringComparer.Ordinal), BadFlows.All.Select(bad => bad.Check).Distinct().Order(StringComparer.Ordinal));

    /// <summary>Random flows: the prover compares its labels with a search for ways each time and throws where they differ.</summary>
    [Fact]
    public void Labels_and_ways_never_disagree_and_labels_agree_with_every_edge()
    {
        FlowKind[] kinds = [FlowKind.Step, FlowKind.Transformation, FlowKind.Mechanism, FlowKind.Audit, FlowKind.Gate];
        Gen.Select(Gen.Int[0, 9].Array[6, 12], Gen.Int[0, 99].Array[12, 40]).Sample((drawn, edges) =>
        {
            List<FlowNode> nodes = [new("secret", FlowKind.Source, "") { Given = FlowLabel.Of(Secrecy.Private) }, new("known", FlowKind.Source, "")];
            foreach (var (kind, i) in drawn.Select((kind, i) => (kind, i)))
                nodes.Add(new FlowNode($"n{i}", kinds[kind % kinds.Length], "") { Claim = kind < 7 ? BadFlows.Claim($"n{i}", .1) : null, Ceiling = (kind % 4) switch { 0 => Secrecy.Noised, 1 => Secrecy.Evidence, 2 => Secrecy.Public, _ => null } });
            var flows = edges.Select((drawnEdge, i) => new FlowEdge(nodes[drawnEdge % nodes.Count].Name, $"n{i % drawn.Length}", Control: drawnEdge > 90)).Where(edge => edge.From != edge.To).ToList();
            flows.AddRange(drawn.Select((_, i) => new FlowEdge(i == 0 ? "secret" : "known", $"n{i}")));
            var graph = new FlowGraph(nodes, flows);
            var proof = FlowProver.Prove(graph, BadFlows.Enough);
            foreach (var edge in graph.Edges.Where(edge => !edge.Control && graph[edge.To].Kind is FlowKind.Step or FlowKind.Transformation or FlowKind.Gate))
                Assert.True(proof.Labels[edge.To].Secrecy >= proof.Labels[edge.From].Secrecy);
        }, iter: 300);
    }

    [Fact]
    public void Joining_is_a_join()
    {
        var labels = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2].Array[0, 2]).Select((secrecy, mechanisms) =>
            mechanisms.Aggregate(FlowLabel.Of((Secrecy)secrecy), (label, i) => label.Join(FlowLabel.Public.ReleasedBy($"m{i}"))));
        Gen.Select(labels, labels, labels).Sample((a, b, c) =>
            a.Join(b).Equals(b.Join(a)) && a.Join(a).Equals(a) && a.Join(b).Join(c).Equals(a.Join(b.Join(c))) && a.Join(FlowLabel.Public).Equals(a), iter: 500);
    }

    [Fact]
    public void A_graph_that_hangs_together_wrongly_is_a_defect()
    {
        var node = new FlowNode("a", FlowKind.Source, "");
        Assert.Throws<InvalidOperationException>(() => new FlowGraph([node, node], []));
        Assert.Throws<InvalidOperationException>(() => new FlowGraph([node], [new FlowEdge("a", "b")]));
        Assert.Throws<InvalidOperationException>(() => new FlowGraph([node, new FlowNode("b", FlowKind.Step, "")], []));
    }

    /// <summary>The tables of docs/formal-checks-plan.md; PIPELINE_WRITE_DOCS=1 writes them anew.</summary>
    [Fact]
    public void The_page_shows_what_the_checks_find()
    {
        var tables = new StringBuilder("| check | a plan with | of which `plan` says |\n|---|---|---|\n");
        foreach (var bad in BadFlows.All)
        {
            var check = FlowProver.Prove(bad.Break(BadFlows.Sound).Graph(), bad.Budget ?? BadFlows.Enough).Checks.First(own => own.Name == bad.Check && !own.Holds);
            tables.Append($"| {bad.Check} | {bad.Wrong} | {check.Says}{(check.Path.Count > 0 ? $" `{string.Join(" -> ", check.Path)}`" : "")} |\n");
        }
        tables.Append("\n| rule | code that breaks it | of which the build says |\n|---|---|---|\n");
        foreach (var rule in AnalyzerBench.Rules)
        {
            var snippet = RuleTests.Examples(rule.Id).Breaking;
            var found = AnalyzerBench.Diagnostics(snippet)[0];
            var line = snippet.Split('\n')[found.Location.GetLineSpan().StartLinePosition.Line].Trim().Replace("|", "\\|", StringComparison.Ordinal);
            tables.Append($"| [{rule.Id}](analyzers/{rule.Id}.md) | `{line}` | {found.GetMessage(System.Globalization.CultureInfo.InvariantCulture)} |\n");
        }
        var path = Fixtures.Shipped("docs", "formal-checks-plan.md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var (before, after) = (page[..(page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)], page[page.IndexOf(End, StringComparison.Ordinal)..]);
        if (Environment.GetEnvironmentVariable("PIPELINE_WRITE_DOCS") == "1") File.WriteAllText(path, before + tables + after);
        else Assert.Equal(before + tables + after, page);
    }
}
