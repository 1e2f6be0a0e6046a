using CsCheck;
using Pipeline.Synthesis.Models.Gguf;

namespace Pipeline.Tests.Synthesis.Models.Gguf;

/// <summary>
/// Every quantised type against its definition in ggml: a block is 32 numbers, number j below 16 is in the low nibble of byte
/// j and number j + 16 in the high one, and fifth bits are a 32-bit word whose bit j belongs to number j.
/// </summary>
public sealed class GgufBlockTests
{
    /// <summary>Types with what precedes the nibbles: the scale, then a minimum or not, then fifth bits or not.</summary>
    public static TheoryData<GgufTensorType, bool, bool> Nibbles { get; } = new()
    {
        { GgufTensorType.Q4_0, false, false },
        { GgufTensorType.Q4_1, true, false },
        { GgufTensorType.Q5_0, false, true },
        { GgufTensorType.Q5_1, true, true },
    };

    private static readonly Gen<(double D, double M, byte[] Bits, byte[] Nibbles)> Blocks =
        Gen.Select(Gen.Double[-60, 60], Gen.Double[-60, 60], Gen.Byte.Array[4], Gen.Byte.Array[16]);

    [Theory, MemberData(nameof(Nibbles))]
    public void Nibbles_mean_what_the_format_says(GgufTensorType type, bool minimum, bool fifth) => Blocks.Array[1, 5].Sample(blocks =>
    {
        var (bytes, expected) = (new List<byte>(), new List<float>());
        foreach (var (d, m, bits, nibbles) in blocks)
        {
            bytes.AddRange([.. BitConverter.GetBytes((Half)d), .. minimum ? BitConverter.GetBytes((Half)m) : [], .. fifth ? bits : [], .. nibbles]);
            for (var j = 0; j < 32; j++)
            {
                var q = j < 16 ? nibbles[j] % 16 : nibbles[j - 16] / 16;
                if (fifth && (bits[j / 8] & 1 << j % 8) != 0) q += 16;
                expected.Add(minimum ? (float)((double)(Half)d * q + (double)(Half)m) : (float)((double)(Half)d * (q - (fifth ? 16 : 8))));
            }
        }
        Assert.Equal(expected, Widened(type, [.. bytes]));
    }, iter: 300);

    [Fact]
    public void Signed_bytes_mean_what_the_format_says() => Gen.Select(Gen.Double[-60, 60], Gen.SByte.Array[32]).Sample(
        (d, q) => Assert.Equal(q.Select(value => (float)((double)(Half)d * value)), Widened(GgufTensorType.Q8_0, [.. BitConverter.GetBytes((Half)d), .. q.Select(value => (byte)value)])),
        iter: 300);

    [Fact]
    public void Half_floats_mean_what_the_format_says() => Gen.Double[-60000, 60000].Array[1, 40].Sample(
        values => Assert.Equal(values.Select(value => (float)(Half)value), Widened(GgufTensorType.F16, [.. values.SelectMany(value => BitConverter.GetBytes((Half)value))])),
        iter: 100);

    private static float[] Widened(GgufTensorType type, byte[] bytes)
    {
        var (values, width) = Block.SizeOf(type);
        var widened = new float[bytes.Length / width * values];
        Block.Widen(type, bytes, widened);
        return widened;
    }
}
