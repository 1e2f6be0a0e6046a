using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Files;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>The architectures that are built here, by the name <c>config.json</c> gives them.</summary>
internal static class Architectures
{
    private static readonly Dictionary<string, Func<ModelJson, DecoderShape>> shapes = new(StringComparer.Ordinal)
    {
        ["llama"] = LlamaShape.Of,
        ["gpt2"] = GptShape.OfGpt2,
        ["opt"] = GptShape.OfOpt,
    };

    /// <summary>The sizes a <c>config.json</c> states.</summary>
    /// <exception cref="BadInputException">The architecture is not known here, or the sizes are impossible.</exception>
    public static DecoderShape ShapeOf(ModelJson config)
    {
        var type = config.Text("model_type");
        return shapes.TryGetValue(type, out var of)
            ? of(config)
            : throw config.Wrong("model_type", string.Join(", ", shapes.Keys), NearestName.Of(type, shapes.Keys));
    }

    /// <summary>Reads the weights of a folder.</summary>
    /// <exception cref="BadInputException">The weights do not fit the sizes.</exception>
    public static Decoder Load(
        ITensorSource source, DecoderShape shape, ComputeType compute, Device device, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        using var inference = no_grad();
        var reader = new WeightReader(source, compute, device);
        try
        {
            return shape switch
            {
                LlamaShape llama => new Llama(llama, LlamaWeights.Load(reader, llama, LlamaNames.Of(source), progress, cancellation), new Rotation(llama, Arithmetic.TypeOf(compute), device), reader),
                GptShape gpt => new Gpt(gpt, GptWeights.Load(reader, gpt, gpt.Relu ? GptNames.Opt(source) : GptNames.Gpt2(source), progress, cancellation), reader),
                _ => throw new ArgumentOutOfRangeException(nameof(shape)),
            };
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }
}
