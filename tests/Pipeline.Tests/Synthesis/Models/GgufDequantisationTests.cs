using System.Runtime.InteropServices;
using System.Text.Json;
using Pipeline.Core;
using Pipeline.Synthesis.Models.Gguf;

namespace Pipeline.Tests.Synthesis.Models;

public sealed class GgufDequantisationTests : IDisposable
{
    private readonly GgufFile file = GgufFile.Open(GoldenModel.Path);

    public static TheoryData<string, string> Tensors { get; } = [.. Golden().Select(tensor => (tensor.Text("name"), tensor.Text("layout")))];

    [Theory, MemberData(nameof(Tensors))]
    public void Widens_every_tensor_bit_for_bit(string name, string layout)
    {
        var golden = Golden().Single(tensor => tensor.Text("name") == name && tensor.Text("layout") == layout);
        var entry = file.Tensor(name);
        Assert.Equal(golden.Ids("shape"), entry.Shape);
        Assert.Equal(golden.Text("type"), entry.Type.ToString());

        var values = new float[entry.Count];
        file.Read(entry, values);
        if (layout == "hf" && golden.GetProperty("heads") is { ValueKind: JsonValueKind.Number } heads)
            values = Pipeline.Synthesis.Models.Transformers.WeightReader.HalvesApart(values, entry.Shape[0], entry.Shape[1], heads.GetInt32());

        Assert.Equal(golden.Floats("first64"), values[..golden.Floats("first64").Length]);
        Assert.Equal("sha256:" + golden.Text("sha256"), Digest.Of(MemoryMarshal.AsBytes<float>(values)).ToString());
    }

    [Fact]
    public void Digests_the_whole_file() =>
        Assert.Equal("b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53", file.Digest().Hex);

    public void Dispose() => file.Dispose();

    private static IEnumerable<JsonElement> Golden() => GoldenModel.Json("gguf-dequant.json").GetProperty("tensors").EnumerateArray();
}
