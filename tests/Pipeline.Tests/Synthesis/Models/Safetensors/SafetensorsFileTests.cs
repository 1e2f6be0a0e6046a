using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Safetensors;

namespace Pipeline.Tests.Synthesis.Models.Safetensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    [Fact]
    public void Widens_every_type_of_weights()
    {
        var values = new[] { 1.5f, -2, 0.09997559f, 3.0e-5f };
        using var file = Open(SafetensorsBytes.File(
        [
            ("a", "F32", "[2,2]", [.. values.SelectMany(BitConverter.GetBytes)]),
            ("b", "F16", "[4]", [.. values.SelectMany(value => BitConverter.GetBytes((Half)value))]),
            ("c", "BF16", "[4]", [.. values.SelectMany(value => BitConverter.GetBytes(value)[2..])]),
            ("none", "F32", "[0]", []),
            ("one", "F32", "[]", [.. BitConverter.GetBytes(7f)]),
        ]));
        Assert.Equal([2, 2], file.ShapeOf("a"));
        Assert.Equal(values, Values(file, "a", 4));
        Assert.Equal(values.Select(value => (float)(Half)value), Values(file, "b", 4));
        Assert.Equal(values.Select(value => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & 0xFFFF0000)), Values(file, "c", 4));
        Assert.Empty(Values(file, "none", 0));
        Assert.Equal([7], Values(file, "one", 1));
    }

    /// <summary>A head, how many bytes of data follow, and what the error must say.</summary>
    public static TheoryData<string, int, string> Broken { get; } = new()
    {
        { "{", 0, "not the JSON" },
        { "[]", 0, "no object" },
        { new string('[', 5000), 0, "not the JSON" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "not the JSON" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0061":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "not the JSON" },
        { """{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "not the JSON" },
        { """{"a":3}""", 0, "head, a: This is no tensor." },
        { """{"a":{"dtype":"F32","shape":[1]}}""", 4, "This is no tensor." },
        { """{"a":{"dtype":"Q9","shape":[1],"data_offsets":[0,4]}}""", 4, "type of the numbers" },
        { """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "impossible size" },
        { """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "impossible size" },
        { """{"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,4]}}""", 4, "impossible size" },
        { """{"a":{"dtype":"F32","shape":[2000000000,2000000000,2000000000],"data_offsets":[0,4]}}""", 4, "impossible size" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "do not take 4 bytes" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "outside the file" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", 4, "outside the file" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4, "outside the file" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775803,9223372036854775807]}}""", 4, "outside the file" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "within another tensor" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "within another tensor" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "after a gap" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "belong to no tensor" },
    };

    [Theory, MemberData(nameof(Broken))]
    public void Refuses_a_head_that_is_wrong_and_names_the_file(string head, int data, string said)
    {
        var message = Assert.Throws<BadInputException>(() => Open(SafetensorsBytes.File(head, new byte[data])).Dispose()).Message;
        Assert.StartsWith("some.safetensors", message, StringComparison.Ordinal);
        Assert.Contains(said, message, StringComparison.Ordinal);
    }

    [Theory, InlineData(ulong.MaxValue), InlineData(1ul << 63), InlineData(100_000_001), InlineData(1000)]
    public void Makes_no_room_for_a_head_that_the_file_cannot_hold(ulong length)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<BadInputException>(() => Open([.. BitConverter.GetBytes(length), .. "{}"u8]).Dispose());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Refuses_a_file_cut_anywhere()
    {
        var whole = SafetensorsBytes.File([("a", "F32", "[3]", new byte[12]), ("b", "BF16", "[2]", new byte[4])]);
        Open(whole).Dispose();
        for (var length = 0; length < whole.Length; length++)
            Assert.StartsWith("some.safetensors", Assert.Throws<BadInputException>(() => Open(whole[..length]).Dispose()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_weights_of_a_type_without_fractions()
    {
        using var file = Open(SafetensorsBytes.File([("mask", "BOOL", "[2]", [1, 0])]));
        Assert.Contains("BOOL", Assert.Throws<BadInputException>(() => Values(file, "mask", 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Suggests_the_nearest_tensor()
    {
        using var file = Open(SafetensorsBytes.File([("model.norm.weight", "F32", "[1]", new byte[4])]));
        Assert.Equal("model.norm.weight", Assert.Throws<BadInputException>(() => file.ShapeOf("model.nrm.weight")).Problems[0].Nearest);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static float[] Values(SafetensorsFile file, string name, int count)
    {
        var values = new float[count];
        file.Read(name, values);
        return values;
    }

    private SafetensorsFile Open(byte[] bytes)
    {
        var path = Path.Combine(folder, "some.safetensors");
        File.WriteAllBytes(path, bytes);
        return SafetensorsFile.Open(path);
    }
}
