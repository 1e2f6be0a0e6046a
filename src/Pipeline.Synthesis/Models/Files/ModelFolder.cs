using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Safetensors;
using Pipeline.Synthesis.Models.Transformers;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models.Files;

/// <summary>
/// A model as the transformers library saves it: a folder with <c>config.json</c>, the weights in one safetensors file or in
/// several with an index, and mostly a <c>tokenizer.json</c>.
/// </summary>
internal sealed class ModelFolder : IDisposable
{
    private const long LongestConfig = 1 << 20;
    private const string ConfigFile = "config.json";
    private const string WholeFile = "model.safetensors";
    private const string IndexFile = "model.safetensors.index.json";

    private ModelFolder(string folder, ModelJson config, ITensorSource weights) => (Folder, Config, Weights) = (folder, config, weights);

    public string Folder { get; }

    public string Name => Path.GetFileName(Folder);

    public ModelJson Config { get; }

    public ITensorSource Weights { get; }

    /// <summary>Opens a folder, or one safetensors file with its <c>config.json</c> beside it.</summary>
    /// <exception cref="BadInputException">A file is missing or broken.</exception>
    public static ModelFolder Open(string path)
    {
        var single = !Directory.Exists(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(single ? path : Path.Combine(path, ConfigFile)))!;
        var config = ModelJson.Open(Path.Combine(folder, ConfigFile), LongestConfig);
        if (single) return new ModelFolder(folder, config, SafetensorsFile.Open(path));
        return File.Exists(Path.Combine(folder, WholeFile)) || !File.Exists(Path.Combine(folder, IndexFile))
            ? new ModelFolder(folder, config, SafetensorsFile.Open(Path.Combine(folder, WholeFile)))
            : new ModelFolder(folder, config, SafetensorsShards.Open(Path.Combine(folder, IndexFile)));
    }

    /// <summary>Reads the decoder the folder describes.</summary>
    /// <exception cref="BadInputException">The architecture is not known here, or the weights do not fit it.</exception>
    public Llama Load(ComputeType compute, Device device, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (Config.Text("model_type") is not "llama") throw Config.Wrong("model_type", "llama");
        var shape = LlamaShape.Of(Config);
        using var inference = no_grad();
        var weights = LlamaWeights.Load(Weights, shape, LlamaNames.Transformers, compute, device, progress, cancellation);
        return new Llama(shape, weights, new Rotation(shape, Arithmetic.TypeOf(compute), device));
    }

    public void Dispose() => Weights.Dispose();
}
