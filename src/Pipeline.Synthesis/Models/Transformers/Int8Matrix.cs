using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>
/// Weights as signed bytes with one scale a row, multiplied in integers by activations as signed bytes with one scale a
/// position (Dettmers et al. 2022, without their outlier columns). Where single numbers of a position reach far beyond the
/// typical size, one byte would round the rest away: such a position is two bytes deep, a coarse one and its remainder.
/// </summary>
internal sealed class Int8Matrix : Matrix
{
    /// <summary>The integer product has no name in the binding; TorchScript reaches every operator of libtorch.</summary>
    private static readonly jit.CompilationUnit script = jit.compile("""
        def product(x: Tensor, w: Tensor):
            return torch._int_mm(x, w)

        """);

    /// <summary>Rows of a product come in multiples of this.</summary>
    private const int ShapeStep = 16;

    /// <summary>Integer sums held at once: as many as stay in the processor's cache until they are widened.</summary>
    private const int SumsAtOnce = 1 << 21;

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
        var result = empty([.. x.shape[..^1], scales.Length], ScalarType.Float32);
        var exact = MemoryMarshal.Cast<byte, float>(result.bytes);
        var most = Math.Max(ShapeStep, SumsAtOnce / scales.Length / ShapeStep * ShapeStep);
        for (var start = 0; start < n; start += most)
        {
            var count = Math.Min(most, n - start);
            Multiply(values.Slice(start * width, count * width), count, exact.Slice(start * scales.Length, count * scales.Length));
        }
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Some positions: (n, in) to (n, out).</summary>
    private void Multiply(ReadOnlySpan<float> values, int n, Span<float> exact)
    {
        using var scope = NewDisposeScope();
        var width = values.Length / n;
        var steps = new float[n];
        var fine = new int[n]; // where a position's remainder stands among the rows, or 0
        var used = n;
        for (var row = 0; row < n; row++)
            if (SignedBytes.NeedsTwo(values.Slice(row * width, width), out steps[row])) fine[row] = used++;
        // Every new shape costs the library a preparation, so few are used; what the last rows hold nobody reads.
        var both = zeros([(used + ShapeStep - 1) / ShapeStep * ShapeStep, width], ScalarType.Int8);
        var room = MemoryMarshal.Cast<byte, sbyte>(both.bytes);
        for (var row = 0; row < n; row++)
        {
            var numbers = values.Slice(row * width, width);
            var coarse = room.Slice(row * width, width);
            if (fine[row] > 0) SignedBytes.RoundTwice(numbers, steps[row], coarse, room.Slice(fine[row] * width, width));
            else SignedBytes.RoundOnce(numbers, steps[row], coarse);
        }
        var product = (Tensor)script.invoke("product", both, columns); // (rows, out), int32
        var sums = MemoryMarshal.Cast<byte, int>(product.bytes);
        var count = scales.Length;
        for (var row = 0; row < n; row++)
        {
            var coarse = sums.Slice(row * count, count);
            var numbers = exact.Slice(row * count, count);
            if (fine[row] > 0) SignedBytes.Widen(coarse, sums.Slice(fine[row] * count, count), steps[row], scales, numbers);
            else SignedBytes.Widen(coarse, steps[row], scales, numbers);
        }
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
