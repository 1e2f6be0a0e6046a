using System.Text.Json;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Transformers;
using Pipeline.Tests.Synthesis.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Gradients;

/// <summary>The golden random Llama with a head of its own, widened to a type; see golden README for its making.</summary>
internal sealed class TinyLlama : IDisposable
{
    private readonly Dictionary<string, Tensor> tensors;

    public TinyLlama(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        tensors = Read(Fixtures.Golden("model", "tiny-llama", "model.safetensors"), type);
        var shape = new LlamaShape { Layers = 2, Width = 32, Inner = 64, Heads = 4, KeyHeads = 2, Vocabulary = 320, Context = 64, RotaryBase = 5000, NormEpsilon = 1e-5 };
        var layers = Enumerable.Range(0, 2).Select(i => $"model.layers.{i}.").Select(at => new LayerWeights(
            Kept(at + "input_layernorm"), Rows(at + "self_attn.q_proj", at + "self_attn.k_proj", at + "self_attn.v_proj"), Rows(at + "self_attn.o_proj"),
            Kept(at + "post_attention_layernorm"), Rows(at + "mlp.gate_proj", at + "mlp.up_proj"), Rows(at + "mlp.down_proj"))).ToArray();
        Model = new Llama(shape, new LlamaWeights(Rows("model.embed_tokens"), Kept("model.norm"), layers), new Rotation(shape, type, CPU));
        Head = Kept("lm_head");
        Table = Kept("model.embed_tokens");

        Tensor Kept(string name) => tensors[name + ".weight"].clone().DetachFromDisposeScope();
        Matrix Rows(params string[] names) => new FloatMatrix(cat(names.Select(name => tensors[name + ".weight"]).ToList(), 0).DetachFromDisposeScope());
    }

    public static JsonElement Golden(string file) => GoldenModel.Json(Path.Combine("tiny-llama", file));

    public Llama Model { get; }

    /// <summary>(V, C).</summary>
    public Tensor Head { get; }

    /// <summary>Token embeddings (V, C).</summary>
    public Tensor Table { get; }

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
        return tensor(flat.ToArray(), [.. sizes]).to(Head.dtype);
    }

    public static double Farthest(Tensor x, Tensor y) => (x.to(ScalarType.Float64) - y.to(ScalarType.Float64)).abs().max().ToDouble();

    public void Dispose()
    {
        Model.Dispose();
        Head.Dispose();
        Table.Dispose();
    }

    private static Dictionary<string, Tensor> Read(string path, ScalarType type)
    {
        var bytes = File.ReadAllBytes(path);
        var header = (int)BitConverter.ToInt64(bytes);
        using var json = JsonDocument.Parse(bytes.AsMemory(8, header));
        return json.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").ToDictionary(entry => entry.Name, entry =>
        {
            var ends = entry.Value.GetProperty("data_offsets").EnumerateArray().Select(end => end.GetInt32() + 8 + header).ToArray();
            var values = new float[(ends[1] - ends[0]) / 4];
            Buffer.BlockCopy(bytes, ends[0], values, 0, ends[1] - ends[0]);
            return tensor(values, [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())]).to(type);
        });
    }
}
