using System.Text.Json;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Files;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Models;

/// <summary>Tiny random models with the scores another library gave; every parameter is noise, so forgetting one shows.</summary>
public sealed class TinyModelTests
{
    public static MatrixTheoryData<string, DeviceType> Names { get; } = new(["tiny-llama", "tiny-llama-tied", "tiny-gpt2", "tiny-opt"], Devices.Both);

    [Theory, MemberData(nameof(Names))]
    public void Agrees_with_the_reference_in_fp32(string model, DeviceType device) => Compare(model, ComputeType.Fp32, device);

    [Theory, MemberData(nameof(Names))]
    public void Agrees_with_the_reference_in_fp64(string model, DeviceType device) => Compare(model, ComputeType.Fp64, device);

    [Theory, MemberData(nameof(Names))]
    public void Agrees_with_the_reference_with_bf16_weights(string model, DeviceType device)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        var (_, scores, golden) = Run(model, "model-bf16.safetensors", ComputeType.Fp32, device);
        Near(golden.GetProperty("logits_last_bf16_weights"), scores.narrow(1, -1, 1), 2e-5);
    }

    private static void Compare(string model, ComputeType compute, DeviceType device)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        var (hidden, scores, golden) = Run(model, "model.safetensors", compute, device);
        Near(golden.GetProperty("hidden_last"), hidden.narrow(1, -1, 1), 1e-5);
        Near(golden.GetProperty("logits"), scores, 2e-5);
    }

    private static (Tensor Hidden, Tensor Scores, JsonElement Golden) Run(string model, string file, ComputeType compute, DeviceType device)
    {
        var place = Devices.Of(device);
        var golden = GoldenModel.Json(Path.Combine(model, "forward.json"));
        var rows = golden.GetProperty("ids").EnumerateArray().ToArray();
        var ids = rows.SelectMany(row => row.EnumerateArray()).Select(id => id.GetInt64()).ToArray();
        using var folder = ModelFolder.Open(Fixtures.Golden("model", model, file));
        using var decoder = folder.Load(compute, place);
        using var attention = new CausalAttention(decoder, ids.Length / rows.Length);
        var hidden = decoder.Forward(decoder.Embed(tensor(ids, [rows.Length, ids.Length / rows.Length], device: place)), attention); // (B, T, C)
        return (hidden, decoder.Logits(hidden), golden);
    }

    private static void Near(JsonElement expected, Tensor actual, double tolerance)
    {
        var wanted = Flat(expected).ToArray();
        var found = actual.to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
        Assert.Equal(wanted.Length, found.Length);
        for (var i = 0; i < wanted.Length; i++) Assert.Equal(wanted[i], found[i], tolerance);
    }

    private static IEnumerable<double> Flat(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany(Flat) : [value.GetDouble()];
}
