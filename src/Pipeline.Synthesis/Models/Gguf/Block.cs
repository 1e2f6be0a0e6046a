using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Synthesis.Models.Gguf;

/// <summary>
/// Widens stored numbers to fp32 exactly (ggml's block layouts): d q needs at most 19 bits, so d q + m is rounded once, with
/// or without FMA.
/// </summary>
internal static class Block
{
    /// <summary>Values in a quantised block.</summary>
    private const int Quantised = 32;

    /// <summary>Values and bytes of the smallest unit that can be read alone.</summary>
    public static (int Values, int Bytes) SizeOf(GgufTensorType type) => type switch
    {
        GgufTensorType.F32 => (1, 4),
        GgufTensorType.F16 => (1, 2),
        GgufTensorType.Q4_0 => (Quantised, 18),
        GgufTensorType.Q4_1 => (Quantised, 20),
        GgufTensorType.Q5_0 => (Quantised, 22),
        GgufTensorType.Q5_1 => (Quantised, 24),
        GgufTensorType.Q8_0 => (Quantised, 34),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Widens whole blocks; <paramref name="values"/> is exactly as long as <paramref name="bytes"/> says.</summary>
    public static void Widen(GgufTensorType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (type)
        {
            case GgufTensorType.F32: WidenF32(bytes, values); break;
            case GgufTensorType.F16: WidenF16(bytes, values); break;
            case GgufTensorType.Q4_0: WidenNibbles(bytes, values, minimum: false, fifth: false); break;
            case GgufTensorType.Q4_1: WidenNibbles(bytes, values, minimum: true, fifth: false); break;
            case GgufTensorType.Q5_0: WidenNibbles(bytes, values, minimum: false, fifth: true); break;
            case GgufTensorType.Q5_1: WidenNibbles(bytes, values, minimum: true, fifth: true); break;
            case GgufTensorType.Q8_0: WidenQ8_0(bytes, values); break;
            default: throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    private static void WidenF32(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (BitConverter.IsLittleEndian) MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
        else for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
    }

    private static void WidenF16(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]);
    }

    /// <summary>
    /// Blocks of a scale, perhaps a minimum, perhaps a fifth bit for each number, and 16 bytes of nibbles: the low nibbles are
    /// the first half of the block, the high ones the second. Without a minimum, half the range is subtracted.
    /// </summary>
    private static void WidenNibbles(ReadOnlySpan<byte> bytes, Span<float> values, bool minimum, bool fifth)
    {
        var bitsAt = minimum ? 4 : 2;
        var nibblesAt = bitsAt + (fifth ? 4 : 0);
        for (; values.Length > 0; bytes = bytes[(nibblesAt + 16)..], values = values[Quantised..])
        {
            var scale = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
            var d = Vector256.Create(scale);
            // d times half the range is exact too: 8 and 16 are powers of two.
            var m = Vector256.Create(minimum ? (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[2..]) : -scale * (fifth ? 16 : 8));
            var nibbles = Vector128.Create(bytes.Slice(nibblesAt, 16));
            var (low, high) = (nibbles & Vector128.Create((byte)15), nibbles >>> 4);
            if (fifth)
            {
                var bits = BinaryPrimitives.ReadUInt32LittleEndian(bytes[bitsAt..]);
                (low, high) = (low | Fifths(bits), high | Fifths(bits >> 16));
            }
            Store(low, d, m, values);
            Store(high, d, m, values[16..]);
        }

        // 16 where the bit is set.
        static Vector128<byte> Fifths(uint bits)
        {
            Span<byte> spread = stackalloc byte[16];
            for (var i = 0; i < 16; i++) spread[i] = (byte)((bits >> i & 1) << 4);
            return Vector128.Create<byte>(spread);
        }

        static void Store(Vector128<byte> q, Vector256<float> d, Vector256<float> m, Span<float> values)
        {
            var (low, high) = Vector128.Widen(q);
            (Half(low) * d + m).CopyTo(values);
            (Half(high) * d + m).CopyTo(values[8..]);
        }

        static Vector256<float> Half(Vector128<ushort> q)
        {
            var (low, high) = Vector128.Widen(q);
            return Vector256.ConvertToSingle(Vector256.Create(low, high).AsInt32());
        }
    }

    private static void WidenQ8_0(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (; values.Length > 0; bytes = bytes[34..], values = values[Quantised..])
        {
            var d = Vector256.Create((float)BinaryPrimitives.ReadHalfLittleEndian(bytes));
            for (var i = 0; i < Quantised; i += 16)
            {
                var (low, high) = Vector128.Widen(Vector128.Create(bytes.Slice(2 + i, 16)).AsSByte());
                (Half(low) * d).CopyTo(values[i..]);
                (Half(high) * d).CopyTo(values[(i + 8)..]);
            }
        }

        static Vector256<float> Half(Vector128<short> q)
        {
            var (low, high) = Vector128.Widen(q);
            return Vector256.ConvertToSingle(Vector256.Create(low, high));
        }
    }
}
