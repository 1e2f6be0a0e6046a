using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Synthesis.Models.Gguf;

/// <summary>Widens stored numbers to fp32 exactly: d q needs 15 or 19 bits, so d q + m is rounded once, with or without FMA.</summary>
internal static class Block
{
    /// <summary>Values in a quantised block.</summary>
    private const int Quantised = 32;

    /// <summary>Values and bytes of the smallest unit that can be read alone.</summary>
    public static (int Values, int Bytes) SizeOf(GgufTensorType type) => type switch
    {
        GgufTensorType.F32 => (1, 4),
        GgufTensorType.F16 => (1, 2),
        GgufTensorType.Q4_1 => (Quantised, 20),
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
            case GgufTensorType.Q4_1: WidenQ4_1(bytes, values); break;
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

    private static void WidenQ4_1(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (; values.Length > 0; bytes = bytes[20..], values = values[Quantised..])
        {
            var d = Vector256.Create((float)BinaryPrimitives.ReadHalfLittleEndian(bytes));
            var m = Vector256.Create((float)BinaryPrimitives.ReadHalfLittleEndian(bytes[2..]));
            var nibbles = Vector128.Create(bytes[4..20]);
            // The low nibbles are the first half of the block, the high ones the second.
            Store(nibbles & Vector128.Create((byte)15), d, m, values);
            Store(nibbles >>> 4, d, m, values[16..]);
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
