using System.Text.Json;
using System.Xml.Linq;
using Pipeline.Audits;
using Pipeline.Cli.Display;
using Pipeline.Cli.Planning;
using Pipeline.Cli.Running;
using Pipeline.Cli.Running.Flows;
using Pipeline.Core;
using Pipeline.Core.Canaries;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Flows;
using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Plans;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Data.Ledgers;
using Pipeline.Files;
using Pipeline.Formal.Flows;
using Pipeline.Reports;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Mechanisms;
using Pipeline.Tests.Synthesis.Models;

namespace Pipeline.Tests.Cli;

/// <summary>What methods declare of their flow, held against the code and against runs.</summary>
[Collection(LoadedModelCollection.Name)]
public sealed class FlowTests : IDisposable
{
    private const string Policy = """
          - guarantee: differential-privacy
            epsilon: { at most: 8 }
            delta: { at most: 1/n }
          - finding: exact-overlap
            measure: copied records
            upper 95 %: { at most: 90 % }
        """ + "\n";

    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    private PipelineFile Load(SynthesisMethod method, Func<PipelineFile, PipelineFile>? change = null)
    {
        place.WriteSource();
        var file = PipelineFiles.Load(place.WritePipeline(Policy), KnownAudits.All);
        file = file with { Synthesis = file.Synthesis with { Method = method } };
        return change?.Invoke(file) ?? file;
    }

    public static TheoryData<SynthesisMethod> Methods() => [.. Enum.GetValues<SynthesisMethod>()];

    private static IReadOnlyList<PrivacyClaim> Claims(FlowGraph graph) => [.. graph.Of(FlowKind.Mechanism).Select(node => Core.Cases.Claim(epsilon: 1.9) with
    {
        Mechanism = node.Name,
        Mu = node.Name == "public-only" ? 0 : .5,
        Noise = node.Name switch { "public-only" => NoiseOrigin.NotNeeded, "copying-control" => NoiseOrigin.None, _ => NoiseOrigin.OperatingSystem },
        Epsilon = node.Name == "copying-control" ? double.PositiveInfinity : node.Name == "public-only" ? 0 : 1.9,
    })];

    private static FlowProof Prove(PipelineFile file) =>
        FlowProver.Prove(RunFlow.Of(file, Claims(RunFlow.Of(file, []))), new FlowBudget(file.Privacy.Epsilon, file.Privacy.Delta, "customer", file.Privacy.Neighbours, []));

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_method_declares_a_flow_that_is_proved_but_for_the_control(SynthesisMethod method)
    {
        var proof = Prove(Load(method));
        var failed = proof.Checks.Where(check => !check.Holds).ToList();
        if (method == SynthesisMethod.CopyingControl)
            Assert.Equal(["source", "training part", "copying-control", "candidate", "gate", "release"], failed.Single(check => check.Name == "ceilings").Path);
        else Assert.Empty(failed);
        Assert.Equal(method is SynthesisMethod.ZeroShot or SynthesisMethod.FewShot ? Secrecy.Public : method == SynthesisMethod.CopyingControl ? Secrecy.Private : Secrecy.Noised, proof.Labels["release"].Secrecy);
    }

    [Fact]
    public void A_measured_style_and_later_rounds_make_prompts_and_features_noised_and_the_proof_holds()
    {
        var proof = Prove(Load(SynthesisMethod.MatchRefine, file => file with { Privacy = file.Privacy with { StyleShare = .1 }, Synthesis = file.Synthesis with { Rounds = 3 } }));
        Assert.True(proof.Holds, string.Join('\n', proof.Checks.Where(check => !check.Holds)));
        Assert.Equal("noised by noisy-gradient-path and noisy-surface-style", proof.Labels["prompts"].ToString());
        Assert.Equal("noised by noisy-surface-style", Prove(Load(SynthesisMethod.Match, file => file with { Privacy = file.Privacy with { StyleShare = .1 } })).Labels["feature map"].ToString());
        Assert.Equal(Secrecy.Public, Prove(Load(SynthesisMethod.Match)).Labels["prompts"].Secrecy);
    }

    /// <summary>Canaries are guarded as records are: their texts reach no prompt and no report, and audits see the source without them.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Planted_canaries_and_the_attack_on_the_claim_stand_in_the_flow(SynthesisMethod method)
    {
        var proof = Prove(Load(method, file => file with { Canaries = new CanaryPlan(40, 4) }));
        Assert.Equal(method != SynthesisMethod.CopyingControl, proof.Holds);
        Assert.Equal(Secrecy.Evidence, proof.Labels[CanaryAudit.AuditName].Secrecy);
        Assert.Contains(proof.Graph.Into[Named.Gate], edge => edge is { From: CanaryAudit.AuditName, Control: true });
        var attacked = proof.Graph.Of(FlowKind.Mechanism).Where(node => node.Claim!.Noise == NoiseOrigin.OperatingSystem).Select(node => node.Name).ToList();
        Assert.Equal(attacked.Count > 0, proof.Labels.ContainsKey(ClaimAgainstAttackAudit.AuditName));
        if (attacked.Count == 0) return;
        Assert.Equal(Secrecy.Public, proof.Labels[ClaimAgainstAttackAudit.AuditName].Secrecy);
        Assert.Equal(attacked, proof.Graph.Into[ClaimAgainstAttackAudit.AuditName].Where(edge => edge.Control).Select(edge => edge.From));
        Assert.Equal(["features of the training part"], proof.Graph.OutOf[Named.LearnedFeatures].Select(edge => edge.To).Except([attacked[0]]));
        Assert.Contains(proof.Checks, check => check.Says.Contains("leaves source and made-up canaries through noisy-gradient-path alone", StringComparison.Ordinal));

        var told = new FlowGraph(proof.Graph.Nodes, [.. proof.Graph.Edges, new FlowEdge(Named.Canaries, Named.Prompts)]);
        Assert.Equal([Named.Canaries, Named.Prompts], FlowProver.Prove(told, new FlowBudget(4, 1e-4, "customer", Neighbours.AddOrRemoveOneUnit, [])).Checks.First(check => check is { Name: "ceilings", Holds: false }).Path);
    }

    [Fact]
    public void Nodes_are_what_their_classes_are_and_every_class_that_opens_private_values_stands_in_a_flow()
    {
        var graphs = Enum.GetValues<SynthesisMethod>().Select(method => RunFlow.Of(Load(method, file => file with
        {
            Canaries = new CanaryPlan(40, 4),
            Privacy = file.Privacy with { StyleShare = method is SynthesisMethod.ZeroShot or SynthesisMethod.FewShot ? null : .1 },
            Audits = file.Audits with { Audits = [.. AuditCatalog.Names.Select(name => file.Audits.Audits[0] with { Name = name, Settings = file.Audits.Audits[0].Settings with { Numbers = new Dictionary<string, double>() } })] },
        }), [])).ToList();
        var nodes = graphs.SelectMany(graph => graph.Nodes).Where(node => node.Code is not null).ToList();
        Assert.All(nodes, node => Assert.Equal(node.Kind, KindOf(node.Code!)));
        Assert.All(graphs.SelectMany(graph => graph.Nodes).Where(node => node.Kind is FlowKind.Mechanism or FlowKind.Transformation), node => Assert.NotNull(node.Code));

        var openers = new[] { typeof(NoisyGradientPath).Assembly, typeof(Pipeline.Audits.AuditCatalog).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.IsAbstract && KindOf(type) is not null);
        Assert.Equal(openers.Select(type => type.Name).Order(StringComparer.Ordinal), nodes.Select(node => node.Code!.Name).Distinct().Order(StringComparer.Ordinal));

        static FlowKind? KindOf(Type type)
        {
            for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
            {
                var open = ancestor.IsGenericType ? ancestor.GetGenericTypeDefinition() : ancestor;
                if (open == typeof(Mechanism<>)) return FlowKind.Mechanism;
                if (open == typeof(PrivateTransformation<,>)) return FlowKind.Transformation;
                if (open == typeof(Audit)) return FlowKind.Audit;
            }
            return null;
        }
    }

    [Fact]
    public void A_run_goes_through_every_stage_it_declared_and_no_other_and_charges_the_mechanisms_of_its_flow()
    {
        var path = Path.Combine(place.Root, "pipeline.yaml");
        Load(SynthesisMethod.Match);
        File.WriteAllText(path, File.ReadAllText(path).Replace("policy: policy.yaml", "canaries: { planted: 40 }\npolicy: policy.yaml", StringComparison.Ordinal));
        var file = PipelineFiles.Load(path, KnownAudits.All);
        var run = place.Run(path, TestContext.Current.CancellationToken);
        var report = run.Report;
        var graph = RunFlow.Of(file, []);
        var ran = report.Stages.Select(stage => stage.Name).ToList();
        Assert.All(ran, stage => Assert.Contains(graph.Nodes, node => StageClock.IsStage(node, stage)));
        Assert.All(graph.Nodes.Where(node => node is { Stage: not null, Optional: false }), node => Assert.Contains(ran, stage => StageClock.IsStage(node, stage)));

        // Private values were opened along declared flows alone; and what is declared into mechanisms and transformations was opened.
        var closed = graph.Nodes.Where(node => node.Name is Named.Training or Named.Holdout || node.Kind == FlowKind.Transformation).Select(node => node.Name).ToHashSet();
        bool Learns(FlowEdge edge) => graph[edge.To].Kind is FlowKind.Mechanism or FlowKind.Transformation;
        Assert.Equal(graph.Edges.Where(edge => !edge.Control && closed.Contains(edge.From) && Learns(edge)).Select(edge => $"{edge}").Order(StringComparer.Ordinal), run.Opened.Where(Learns).Select(edge => $"{edge}").Order(StringComparer.Ordinal));
        Assert.All(run.Opened, edge => Assert.Contains(edge, graph.Edges));
        Assert.Contains(new FlowEdge(Named.Learned, CanaryAudit.AuditName), run.Opened);

        var charged = new Ledger(new SqliteLedgerStore(place.State.Ledger), TimeProvider.System).Entries()
            .Where(entry => entry.Event == LedgerEvent.BudgetSpent).Select(entry => JsonDocument.Parse(entry.Payload).RootElement.GetProperty("mechanism").GetString());
        Assert.Equal(graph.Of(FlowKind.Mechanism).Select(node => node.Name), charged);
        Assert.Equal(graph.Of(FlowKind.Audit).Where(node => node.Code is not null).Select(node => node.Name).Order(StringComparer.Ordinal), report.Evidence.Audits.Select(outcome => outcome.Audit).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_stage_that_nobody_declared_does_not_run()
    {
        var clock = new StageClock(new LineDisplay(TextWriter.Null), TestContext.Current.CancellationToken) { Declared = RunFlow.Of(Load(SynthesisMethod.Match), []) };
        Assert.Equal(1, clock.Run("Filter and match", _ => 1));
        Assert.Equal(2, clock.Run("Write guided texts for billing", _ => 2));
        var ran = false;
        Assert.Contains("Describe", Assert.Throws<InvalidOperationException>(() => clock.Run("Read private texts aloud", _ => ran = true)).Message, StringComparison.Ordinal);
        Assert.False(ran);
    }

    [Fact]
    public void Nothing_that_was_not_declared_opens_a_private_value()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var openings = new DeclaredOpenings(RunFlow.Of(Load(SynthesisMethod.Match), []));
        var corpus = new Corpus([new SourceRecord("r", "u", "billing", "secret")]);
        var (training, holdout) = (Private.Seal(corpus).Watched(Named.Training, openings), Private.Seal(corpus).Watched(Named.Holdout, openings));
        var features = new Featurise(new NoFeatures(), ["billing"], null);
        var learned = features.Apply(training, cancellation);
        Assert.Contains(new FlowEdge(Named.Training, Named.TrainingFeatures), openings.Seen);

        // A transformation that no flow has there, the same twice, and one in the place of another.
        Assert.Contains("PlantCanaries opens training part, which is not in the flow", Assert.Throws<InvalidOperationException>(() => new PlantCanaries(PlantedCanaries.None, new OperatingSystemNoise()).Apply(training, cancellation)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new WithoutCanaries(PlantedCanaries.None).Apply(learned, cancellation));
        // An audit fails, and so refuses.
        var candidate = new Candidate([]);
        var binding = new Binding(candidate.Digest, candidate.Digest, candidate.Digest);
        var outcome = new CanaryAudit(new PlantedInputs(PlantedCanaries.None, training, 1e-5, null))
            .Run(new AuditContext(candidate, training, holdout, new RecordNames(new byte[32]), binding), TimeProvider.System, null, cancellation);
        Assert.Equal("it failed with InvalidOperationException in DeclaredOpenings", outcome.Failure);
        Assert.Throws<InvalidOperationException>(() => training.Watched(Named.Training, openings));
    }

    private sealed class NoFeatures : ITextFeatures
    {
        public double[][] Of(IReadOnlyList<string> texts, IProgress<StageProgress>? progress, CancellationToken cancellation) => [.. texts.Select(_ => new double[1])];
    }

    [Fact]
    public void The_picture_shows_every_step_is_well_formed_and_marks_the_way_of_a_leak()
    {
        var (sound, leaking) = (Prove(Load(SynthesisMethod.Match)), Prove(Load(SynthesisMethod.CopyingControl)));
        var picture = XDocument.Parse(FlowPicture.Svg(sound));
        var shown = picture.Root!.Value;
        Assert.All(sound.Graph.Nodes, node => Assert.Contains(node.Name[..Math.Min(16, node.Name.Length)], shown, StringComparison.Ordinal));
        Assert.Contains("prefers-color-scheme: dark", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("leak", picture.Descendants().Attributes("class").SelectMany(own => own.Value.Split(' ')));
        Assert.Contains("leak", XDocument.Parse(FlowPicture.Svg(leaking)).Descendants().Attributes("class").SelectMany(own => own.Value.Split(' ')));

        var path = Path.Combine(place.Root, "flow.svg");
        FlowPicture.Write(sound, path);
        Assert.Equal(FlowPicture.Svg(sound), File.ReadAllText(path));
        Assert.Throws<BadInputException>(() => FlowPicture.Write(sound, Path.Combine(place.Root, "nowhere", "flow.svg")));
    }

    [Fact]
    public void Plan_prints_the_argument_and_refuses_where_it_fails()
    {
        var plan = new Planner(Load(SynthesisMethod.CopyingControl), place.State, new LineDisplay(TextWriter.Null)).Make(TestContext.Current.CancellationToken);
        Assert.True(plan.SureToBeRefused);
        var argument = string.Join('\n', PlanText.Argument(plan.Flow).Select(step => $"{step.Stands}: {step.Says}"));
        Assert.Contains("NOT PROVED: release may be noised at most and is private", argument, StringComparison.Ordinal);
        Assert.Contains("source -> training part -> copying-control -> candidate -> gate -> release", argument, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(PlanJson.Of(plan));
        Assert.False(json.RootElement.GetProperty("flow").GetProperty("holds").GetBoolean());
    }
}
