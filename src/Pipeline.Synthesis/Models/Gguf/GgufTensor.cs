namespace Pipeline.Synthesis.Models.Gguf;

/// <summary>How a tensor's numbers are stored; the values are those of the file format (ggml.h, <c>ggml_type</c>).</summary>
public enum GgufTensorType
{
    /// <summary>32-bit floats.</summary>
    F32 = 0,

    /// <summary>16-bit IEEE floats.</summary>
    F16 = 1,

    /// <summary>Blocks of 32: scale (16-bit), then 16 bytes of nibbles; w = d (q - 8).</summary>
    Q4_0 = 2,

    /// <summary>Blocks of 32: scale and minimum (16-bit), then 16 bytes of nibbles; w = d q + m.</summary>
    Q4_1 = 3,

    /// <summary>Blocks of 32: scale (16-bit), 32 fifth bits, then 16 bytes of nibbles; w = d (q - 16).</summary>
    Q5_0 = 6,

    /// <summary>Blocks of 32: scale and minimum (16-bit), 32 fifth bits, then 16 bytes of nibbles; w = d q + m.</summary>
    Q5_1 = 7,

    /// <summary>Blocks of 32: scale (16-bit), then 32 signed bytes; w = d q.</summary>
    Q8_0 = 8,
}

/// <summary>A tensor's entry in the directory of a GGUF file.</summary>
/// <param name="Name">Its name, such as <c>blk.0.attn_q.weight</c>.</param>
/// <param name="Type">How its numbers are stored.</param>
/// <param name="Shape">Its dimensions, slowest first: a matrix is [out, in].</param>
/// <param name="Offset">Byte of the file at which its data begin.</param>
/// <param name="Bytes">Length of its data.</param>
public sealed record GgufTensor(string Name, GgufTensorType Type, IReadOnlyList<int> Shape, long Offset, long Bytes)
{
    /// <summary>Number of values.</summary>
    public long Count { get; } = Shape.Aggregate(1L, (product, size) => product * size);
}
