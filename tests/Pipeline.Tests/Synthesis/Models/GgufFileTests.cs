using CsCheck;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Gguf;

namespace Pipeline.Tests.Synthesis.Models;

public sealed class GgufFileTests : IDisposable
{
    private static readonly byte[] whole = SmallGguf.Complete().Build();
    private readonly string folder = Directory.CreateTempSubdirectory("gguf").FullName;

    [Fact]
    public void Reads_every_kind_of_metadata()
    {
        using var file = Open(whole);
        var metadata = file.Metadata;
        Assert.Equal(200, metadata.Whole("u8"));
        Assert.Equal(60000, metadata.Whole("u16"));
        Assert.Equal(7, metadata.Whole("u32"));
        Assert.Equal(1.5, metadata.Number("f32"));
        Assert.Equal(.25, metadata.Number("f64"));
        Assert.Equal("Grüße", metadata.Text("text"));
        Assert.Equal(["a", "b"], metadata.List<string>("texts"));
        Assert.Equal([1, -2, 3], metadata.List<int>("numbers"));
        Assert.Equal([[1, 2]], metadata.List<object>("lists").Cast<byte[]>());
        Assert.Equal(15, metadata.Keys.Count());
        foreach (var negativeOrTooLarge in new[] { "i8", "i16", "i32", "i64", "u64" })
            Assert.Throws<BadInputException>(() => metadata.Whole(negativeOrTooLarge));
    }

    [Fact]
    public void Reads_every_kind_of_tensor()
    {
        using var file = Open(whole);
        Assert.Equal([2, 3], file.Tensor("plain").Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], Values(file, "plain"));
        Assert.Equal([.5f, 1, 1.5f, 2], Values(file, "half"));
        Assert.Equal([.. Enumerable.Range(0, 16).Select(i => 2f * i - 1), .. Enumerable.Range(0, 16).Select(i => 2f * (15 - i) - 1)], Values(file, "nibbles"));
        Assert.Equal([.. Enumerable.Range(0, 32).Select(i => .5f * (i - 16))], Values(file, "bytes"));
    }

    [Fact]
    public void Refuses_a_file_cut_anywhere_and_names_it()
    {
        for (var length = 0; length < whole.Length; length++)
        {
            var problem = Assert.Throws<BadInputException>(() => Open(whole[..length]).Dispose()).Problems[0];
            Assert.StartsWith("small.gguf, byte ", problem.Where);
        }
    }

    [Fact]
    public void Reads_or_refuses_a_file_with_flipped_bytes_and_never_fails_otherwise() =>
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte[1, 255]).Array[1, 6].Sample(
            flips =>
            {
                var broken = (byte[])whole.Clone();
                foreach (var (at, mask) in flips) broken[at] ^= mask;
                try
                {
                    using var file = Open(broken);
                    foreach (var name in file.Tensors.Keys) Values(file, name);
                }
                catch (BadInputException refused)
                {
                    Assert.NotEmpty(refused.Problems);
                }
            },
            iter: 3000, threads: 1);

    [Theory]
    [InlineData(0, "GGUX", "not a GGUF file")]
    [InlineData(4, "\u0002\0\0\0", "Version 2")]
    [InlineData(8, "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", "tensors do not fit")]
    [InlineData(16, "\0\0\0\0\0\0\u00ff\u007f", "metadata pairs do not fit")]
    [InlineData(24, "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f", "bytes of text do not fit")]
    public void Believes_no_count_that_the_file_cannot_hold(int at, string bytes, string expected)
    {
        var broken = (byte[])whole.Clone();
        for (var i = 0; i < bytes.Length; i++) broken[at + i] = (byte)bytes[i];
        Assert.Contains(expected, Assert.Throws<BadInputException>(() => Open(broken).Dispose()).Problems[0].What);
    }

    [Theory]
    [InlineData(0x10000000000ul, 0, "impossible size")]
    [InlineData(0ul, 0, "impossible size")]
    [InlineData(1000ul, 0, "beyond the end")]
    [InlineData(33ul, 8, "whole blocks")]
    [InlineData(32ul, 14, "type 14")]
    public void Believes_no_tensor_that_cannot_be_there(ulong size, uint type, string expected)
    {
        var built = new SmallGguf().Tensor("x", type, new byte[64], size).Build();
        Assert.Contains(expected, Assert.Throws<BadInputException>(() => Open(built).Dispose()).Problems[0].What);
    }

    [Fact]
    public void Refuses_a_key_or_a_tensor_that_occurs_twice()
    {
        Assert.Throws<BadInputException>(() => Open(new SmallGguf().Text("a", "1").Text("a", "2").Build()).Dispose());
        Assert.Throws<BadInputException>(() => Open(new SmallGguf().Tensor("t", 0, new byte[4], 1).Tensor("t", 0, new byte[4], 1).Build()).Dispose());
    }

    [Fact]
    public void Names_the_key_tensor_or_file_that_was_meant()
    {
        using var file = Open(whole);
        Assert.Equal("numbers", Assert.Throws<BadInputException>(() => file.Metadata.Text("number")).Problems[0].Nearest);
        Assert.Equal("nibbles", Assert.Throws<BadInputException>(() => file.Tensor("nibble")).Problems[0].Nearest);
        Assert.Equal("small.gguf", Assert.Throws<BadInputException>(() => GgufFile.Open(Path.Combine(folder, "smal.gguf"))).Problems[0].Nearest);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static float[] Values(GgufFile file, string name)
    {
        var values = new float[file.Tensor(name).Count];
        file.Read(file.Tensor(name), values);
        return values;
    }

    private GgufFile Open(byte[] bytes)
    {
        var path = Path.Combine(folder, "small.gguf");
        File.WriteAllBytes(path, bytes);
        return GgufFile.Open(path);
    }
}
