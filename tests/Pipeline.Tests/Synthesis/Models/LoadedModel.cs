using Pipeline.Synthesis.Generation;
using Pipeline.Synthesis.Models;

namespace Pipeline.Tests.Synthesis.Models;

/// <summary>The shipped language model in fp32, loaded once for every test that needs it.</summary>
public sealed class LoadedModel : IDisposable
{
    public LanguageModel Model { get; } = LanguageModel.Load(GoldenModel.Path, new ModelOptions(ModelDevice.Cpu, ComputeType.Fp32));

    public float[][] LastHidden(params int[][] sequences) => Model.LastHidden(sequences, null, TestContext.Current.CancellationToken);

    public double[] NegativeLogLikelihood(params int[][] sequences) => Model.NegativeLogLikelihood(sequences, null, TestContext.Current.CancellationToken);

    public IReadOnlyList<Continuation> Generate(GenerationPrompt[] prompts, GenerationSettings settings) =>
        Model.Generate(prompts, settings, null, TestContext.Current.CancellationToken);

    public void Dispose() => Model.Dispose();
}

/// <summary>Alone, because the model uses every processor and because one test counts live tensors.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LoadedModelCollection : ICollectionFixture<LoadedModel>
{
    public const string Name = "language model";
}
