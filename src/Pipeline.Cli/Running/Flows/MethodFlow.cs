using Pipeline.Core.Flows;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Cli.Running.Flows;

/// <summary>The parts that methods are made of, as flows: one for each step that methods share, with the stages it runs in.</summary>
internal sealed class MethodFlow(RunFlow flow)
{
    /// <summary>Where the proposals are that later steps read.</summary>
    private string proposed = Named.Proposals;

    /// <summary>Features of what mechanisms learn from.</summary>
    private string learned = Named.TrainingFeatures;

    private FlowBuilder Builder => flow.Builder;

    /// <summary>Prompts from the file, proposals from the model, rewritten in a style that the file states or a mechanism measures.</summary>
    public void Propose()
    {
        flow.Compared = Named.Proposals;
        Builder
            .Add(new FlowNode(Named.Prompts, FlowKind.Step, "all that the language model is ever given to go on from") { Ceiling = Secrecy.Noised }, Named.PipelineFile)
            .Add(new FlowNode(Named.Proposals, FlowKind.Step, "texts the model wrote") { Stage = "Propose texts" }, Named.Prompts, Named.LanguageModel);
        var measured = flow.File.Privacy.StyleShare is not null;
        if (!measured && flow.File.Public.Style is null) return;
        if (measured)
            flow.Mechanism("noisy-surface-style", typeof(NoisySurfaceStyle), "how many records have which casing, ending, length, with noise", "Release the noisy surface style", flow.Learned, Named.PipelineFile, Named.Proposals);
        Builder.Add(new FlowNode(Named.Rewritten, FlowKind.Step, "proposals in the surface style of the source"), [Named.Proposals, Named.PipelineFile, .. measured ? ["noisy-surface-style"] : Array.Empty<string>()]);
        proposed = Named.Rewritten;
    }

    /// <summary>The feature map from proposals, and sealed features from records.</summary>
    public void Read(string? from = null)
    {
        const string Reading = "Read the private texts";
        Builder
            .Add(new FlowNode(Named.LoadedModel, FlowKind.Step, "the model that reads") { Stage = "Load the language model" }, Named.LanguageModel)
            .Add(new FlowNode(Named.FeatureMap, FlowKind.Step, "directions fitted to proposals, and the proposals' features") { Stage = "Read the proposals" }, from ?? proposed, Named.LoadedModel, Named.PipelineFile)
            .Add(new FlowNode(Named.HoldoutFeatures, FlowKind.Transformation, "one vector a record, sealed") { Code = typeof(Featurise), Stage = Reading, Holdout = true }, Named.Holdout, Named.FeatureMap, Named.LoadedModel);
        learned = flow.Plants ? Named.LearnedFeatures : Named.TrainingFeatures;
        Builder.Add(new FlowNode(learned, FlowKind.Transformation, "one vector a record, sealed") { Code = typeof(Featurise), Stage = Reading }, flow.Learned, Named.FeatureMap, Named.LoadedModel);
        if (!flow.Plants) return;
        Builder
            .Add(new FlowNode(Named.TrainingFeatures, FlowKind.Transformation, "the same without the canaries, for audits") { Code = typeof(WithoutCanaries), Stage = Reading }, learned, Named.Canaries)
            .Add(new FlowNode(Named.CanaryFeatures, FlowKind.Step, "one vector for each canary, in or out") { Stage = Reading }, Named.Canaries, Named.FeatureMap, Named.LoadedModel);
    }

    /// <summary>The one way from features to what synthesis works with.</summary>
    public void ReleasePath()
    {
        flow.Mechanism(Path, typeof(NoisyGradientPath), "gradients of a label head on the records, summed, with noise", "Release the noisy gradient path", learned, Named.FeatureMap, Named.PipelineFile);
        if (flow.Plants) Builder.Add(new FlowNode(Named.CanaryScores, FlowKind.Step, "how much the target looks like each canary"), Path, Named.CanaryFeatures, Named.Canaries);
    }

    /// <summary>More proposals once the target is public, then the choice. Matched texts stand in the prompts of later rounds.</summary>
    public void WidenAndMatch()
    {
        var later = new List<string>();
        if (flow.File.Synthesis.Rounds > 1)
        {
            Builder.Add(new FlowNode(Named.More, FlowKind.Step, "texts of later rounds") { Stage = "Propose texts, round*", Optional = true }, Named.Prompts, Named.LanguageModel)
                .Flow(Named.Prompts, Named.Matched);
            later.Add(Named.More);
        }
        Builder.Add(new FlowNode(Named.Guided, FlowKind.Step, "texts written towards the target, for classes with few") { Stage = "Write guided texts for*", Optional = true }, Named.Prompts, Named.LoadedModel, Named.FeatureMap, Path);
        later.Add(Named.Guided);
        if (proposed == Named.Rewritten) later.AddRange(Builder.Has("noisy-surface-style") ? ["noisy-surface-style", Named.PipelineFile] : [Named.PipelineFile]);
        Builder
            .Add(new FlowNode(Named.ReadLater, FlowKind.Step, "features of later texts") { Stage = "Read more proposals", Optional = true }, [.. later, Named.LoadedModel, Named.FeatureMap])
            .Add(new FlowNode(Named.Matched, FlowKind.Step, "texts whose gradients match the target") { Stage = "Filter and match" }, proposed, Named.FeatureMap, Path, Named.ReadLater);
    }

    /// <summary>The chosen texts, word by word.</summary>
    public void Refine() => Builder
        .Add(new FlowNode(Named.Refined, FlowKind.Step, "texts changed while residual and unlikelihood fall") { Stage = "Refine word by word" }, Named.Matched, Path, Named.LoadedModel, Named.FeatureMap, proposed, Named.PipelineFile)
        .Add(new FlowNode(Named.RefinedRead, FlowKind.Step, "their features") { Stage = "Read the refined texts" }, Named.Refined, Named.LoadedModel, Named.FeatureMap);

    /// <summary>Embeddings moved towards the target, and the tokens nearest to them.</summary>
    public void OptimiseEmbeddings() => Builder
        .Add(new FlowNode(Named.Optimised, FlowKind.Step, "embeddings moved towards the target") { Stage = "Optimise embeddings" }, proposed, Path, Named.LoadedModel, Named.FeatureMap)
        .Add(new FlowNode(Named.Nearest, FlowKind.Step, "the tokens nearest to them") { Stage = "Read the nearest tokens" }, Named.Optimised, proposed, Named.LoadedModel, Named.FeatureMap);

    /// <summary>Texts that nothing private takes part in; what usefulness is compared with may be other texts.</summary>
    /// <param name="compared">Whether zero-shot texts are written for the comparison.</param>
    public void PublicTexts(bool compared)
    {
        flow.Mechanism("public-only", typeof(PublicOnly), "texts from public prompts, with nothing private given", null, proposed);
        if (compared) Builder.Add(new FlowNode(Named.ZeroShot, FlowKind.Step, "texts from prompts without examples") { Stage = "Propose texts, round*" }, Named.Prompts, Named.LanguageModel, Named.PipelineFile);
        if (compared) flow.Compared = Named.ZeroShot;
        Read(compared ? Named.ZeroShot : null);
        Builder.Add(new FlowNode(Named.ChosenRead, FlowKind.Step, "their features") { Stage = "Read the candidate" }, "public-only", Named.LoadedModel, Named.FeatureMap);
        flow.Candidate("public-only");
    }

    private const string Path = "noisy-gradient-path";
}
