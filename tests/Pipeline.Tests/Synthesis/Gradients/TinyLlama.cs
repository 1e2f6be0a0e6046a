using System.Text.Json;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Files;
using Pipeline.Synthesis.Models.Transformers;
using Pipeline.Tests.Synthesis.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Gradients;

/// <summary>The golden random Llama with a head of its own, widened to a type; see golden README for its making.</summary>
internal sealed class TinyLlama : IDisposable
{
    public TinyLlama(ScalarType type, DeviceType device = DeviceType.CPU)
    {
        var place = Devices.Of(device);
        using var folder = ModelFolder.Open(Fixtures.Golden("model", "tiny-llama"));
        Model = folder.Load(type == ScalarType.Float64 ? ComputeType.Fp64 : ComputeType.Fp32, place);
    }

    public static JsonElement Golden(string file) => GoldenModel.Json(Path.Combine("tiny-llama", file));

    public Decoder Model { get; }

    /// <summary>(V, C).</summary>
    public Tensor Head => ((FloatMatrix)Model.Head).Weights;

    /// <summary>Token embeddings (V, C).</summary>
    public Tensor Table => ((FloatMatrix)Model.Embedding).Weights;

    /// <summary>Where it lies.</summary>
    public Device Device => Head.device;

    /// <summary>Nested arrays of numbers as a tensor.</summary>
    public Tensor Tensor(JsonElement values)
    {
        var (flat, sizes) = (new List<double>(), new List<long>());
        for (var at = values; at.ValueKind == JsonValueKind.Array; at = at[0]) sizes.Add(at.GetArrayLength());
        void Collect(JsonElement at)
        {
            if (at.ValueKind == JsonValueKind.Array) foreach (var item in at.EnumerateArray()) Collect(item);
            else flat.Add(at.GetDouble());
        }
        Collect(values);
        return tensor(flat.ToArray(), [.. sizes]).to(Head.dtype, Head.device);
    }

    public static double Farthest(Tensor x, Tensor y) => (x.to(ScalarType.Float64).cpu() - y.to(ScalarType.Float64).cpu()).abs().max().ToDouble();

    public void Dispose() => Model.Dispose();
}
