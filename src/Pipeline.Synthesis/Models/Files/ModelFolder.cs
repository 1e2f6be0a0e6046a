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
    private const string WholeFile = "model.safetensors";
    private const string IndexFile = "model.safetensors.index.json";

    /// <summary>The file with the sizes.</summary>
    public const string ConfigFile = "config.json";

    /// <summary>The file with the tokenizer.</summary>
    public const string TokenizerFile = "tokenizer.json";

    private ModelFolder(string folder, ModelJson config, ITensorSource weights) => (Folder, Config, Weights) = (folder, config, weights);

    public string Folder { get; }

    public string Name => Path.GetFileName(Folder);

    public ModelJson Config { get; }

    public ITensorSource Weights { get; }

    /// <summary>The sizes and the architecture that <c>config.json</c> states.</summary>
    /// <exception cref="BadInputException">The architecture is not known here, or the sizes are impossible.</exception>
    public DecoderShape Shape => Architectures.ShapeOf(Config);

    /// <summary>Opens a folder, or one safetensors file with its <c>config.json</c> beside it.</summary>
    /// <exception cref="BadInputException">A file is missing or broken.</exception>
    public static ModelFolder Open(string path)
    {
        var folder = FolderOf(path);
        var config = ModelJson.Open(Path.Combine(folder, ConfigFile), LongestConfig);
        var weights = WeightsOf(path);
        return new ModelFolder(folder, config, weights.EndsWith(".json", StringComparison.Ordinal) ? SafetensorsShards.Open(weights) : SafetensorsFile.Open(weights));
    }

    /// <summary>The folder that a path to it, or to a file in it, means.</summary>
    public static string FolderOf(string path) => Directory.Exists(path)
        ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))
        : Path.GetDirectoryName(Path.GetFullPath(path))!;

    /// <summary>The file with the weights or, where they are in several, with the index of these.</summary>
    public static string WeightsOf(string path)
    {
        if (!Directory.Exists(path)) return Path.GetFullPath(path);
        var (whole, index) = (Path.Combine(FolderOf(path), WholeFile), Path.Combine(FolderOf(path), IndexFile));
        return File.Exists(index) && !File.Exists(whole) ? index : whole;
    }

    /// <summary>Reads the decoder the folder describes.</summary>
    /// <exception cref="BadInputException">The architecture is not known here, or the weights do not fit it.</exception>
    public Decoder Load(ComputeType compute, Device device, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default) =>
        Architectures.Load(Weights, Shape, compute, device, progress, cancellation);

    public void Dispose() => Weights.Dispose();
}
