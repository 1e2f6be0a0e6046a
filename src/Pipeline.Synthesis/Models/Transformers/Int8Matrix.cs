using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>
/// Weights as signed bytes with one scale a row, multiplied in integers by activations as signed bytes with one scale a
/// position (Dettmers et al. 2022, without their outlier columns). Activations are two bytes deep, a coarse one and its
/// remainder, because single positions reach a hundred times the typical size and one byte would round the rest away.
/// </summary>
internal sealed class Int8Matrix : Matrix
{
    /// <summary>The integer product has no name in the binding; TorchScript reaches every operator of libtorch.</summary>
    private static readonly jit.CompilationUnit script = jit.compile("""
        def product(x: Tensor, w: Tensor):
            return torch._int_mm(x, w)

        """);

    private readonly Tensor bytes; // (out, in)
    private readonly Tensor columns; // (in, out), a view
    private readonly float[] scales; // (out)

    public Int8Matrix(Tensor weights)
    {
        // libtorch 2.10 multiplies matrices of a single column wrongly in integers.
        ArgumentOutOfRangeException.ThrowIfLessThan(weights.shape[1], 2, nameof(weights));
        using var scope = NewDisposeScope();
        var (rows, width) = ((int)weights.shape[0], (int)weights.shape[1]);
        var values = MemoryMarshal.Cast<byte, float>(weights.bytes);
        bytes = empty(rows, width, ScalarType.Int8).DetachFromDisposeScope();
        columns = bytes.t().DetachFromDisposeScope();
        scales = new float[rows];
        var room = MemoryMarshal.Cast<byte, sbyte>(bytes.bytes);
        for (var row = 0; row < rows; row++)
            scales[row] = SignedBytes.Round(values.Slice(row * width, width), room.Slice(row * width, width));
    }

    public override Tensor Times(Tensor x)
    {
        using var scope = NewDisposeScope();
        var rows = x.contiguous(); // (n, in)
        var width = (int)x.shape[^1];
        var n = (int)(x.numel() / width);
        var values = MemoryMarshal.Cast<byte, float>(rows.bytes);
        var both = empty(2 * n, width, ScalarType.Int8);
        var room = MemoryMarshal.Cast<byte, sbyte>(both.bytes);
        var steps = new float[n];
        for (var row = 0; row < n; row++)
            steps[row] = SignedBytes.RoundTwice(values.Slice(row * width, width), room.Slice(row * width, width), room.Slice((n + row) * width, width));
        var product = (Tensor)script.invoke("product", both, columns); // (2n, out), int32
        var sums = MemoryMarshal.Cast<byte, int>(product.bytes);
        var result = empty([.. x.shape[..^1], scales.Length], ScalarType.Float32);
        var exact = MemoryMarshal.Cast<byte, float>(result.bytes);
        var count = scales.Length;
        for (var row = 0; row < n; row++)
            SignedBytes.Widen(sums.Slice(row * count, count), sums.Slice((n + row) * count, count), steps[row], scales, exact.Slice(row * count, count));
        return result.MoveToOuterDisposeScope();
    }

    public override Tensor Rows(Tensor indices)
    {
        var chosen = indices.data<long>().ToArray();
        var width = (int)bytes.shape[1];
        var result = empty(chosen.Length, width, ScalarType.Float32);
        var from = MemoryMarshal.Cast<byte, sbyte>(bytes.bytes);
        var to = MemoryMarshal.Cast<byte, float>(result.bytes);
        for (var i = 0; i < chosen.Length; i++)
            for (var j = 0; j < width; j++) to[i * width + j] = from[(int)chosen[i] * width + j] * scales[chosen[i]];
        return result;
    }

    public override void Dispose()
    {
        columns.Dispose();
        bytes.Dispose();
    }
}
