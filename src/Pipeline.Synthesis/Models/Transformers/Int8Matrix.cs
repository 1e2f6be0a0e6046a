using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>
/// Weights as signed bytes with one scale a row, multiplied in integers by activations as signed bytes with one scale a
/// position (Dettmers et al. 2022, without their outlier columns). Where single numbers of a position reach far beyond the
/// typical size, one byte would round the rest away: such a position is two bytes deep, a coarse one and its remainder.
/// </summary>
internal sealed class Int8Matrix : Matrix
{
    /// <summary>Rows of a product come in multiples of this: every new shape costs the library a preparation.</summary>
    private const int ShapeStep = 8;

    private readonly int width;
    private readonly Tensor packed; // (out, in), in the library's order
    private readonly Tensor scales; // (out)
    private readonly Tensor zeros; // (out)
    private readonly Tensor? bytes; // (out, in), where rows are looked up

    /// <summary>Rounds weights.</summary>
    /// <param name="weights">(out, in), fp32; they stay the caller's.</param>
    /// <param name="table">Whether rows are looked up, which takes the bytes once more as they are.</param>
    public Int8Matrix(Tensor weights, bool table)
    {
        using var scope = NewDisposeScope();
        var rows = (int)weights.shape[0];
        width = (int)weights.shape[1];
        var values = MemoryMarshal.Cast<byte, float>(weights.bytes);
        var rounded = empty(rows, width, ScalarType.Int8);
        scales = empty(rows, ScalarType.Float32).DetachFromDisposeScope();
        zeros = torch.zeros(rows, ScalarType.Int32).DetachFromDisposeScope();
        var room = MemoryMarshal.Cast<byte, sbyte>(rounded.bytes);
        var steps = MemoryMarshal.Cast<byte, float>(scales.bytes);
        for (var row = 0; row < rows; row++) steps[row] = SignedBytes.Round(values.Slice(row * width, width), room.Slice(row * width, width));
        packed = ByteProduct.Pack(rounded).DetachFromDisposeScope();
        bytes = table ? rounded.DetachFromDisposeScope() : null;
    }

    public override Tensor Times(Tensor x)
    {
        using var scope = NewDisposeScope();
        var rows = x.contiguous(); // (n, in)
        var n = (int)(x.numel() / width);
        var values = MemoryMarshal.Cast<byte, float>(rows.bytes);
        var steps = new float[n];
        var fine = new int[n]; // where a position's remainder stands among the rows, or 0
        var used = n;
        for (var row = 0; row < n; row++)
            if (SignedBytes.NeedsTwo(values.Slice(row * width, width), out steps[row])) fine[row] = used++;
        // What the last rows hold nobody reads.
        var both = empty([(used + ShapeStep - 1) / ShapeStep * ShapeStep, width], ScalarType.Byte);
        var room = both.bytes;
        for (var row = 0; row < n; row++)
        {
            var numbers = values.Slice(row * width, width);
            var coarse = room.Slice(row * width, width);
            if (fine[row] > 0) SignedBytes.RoundTwice(numbers, steps[row], coarse, room.Slice(fine[row] * width, width));
            else SignedBytes.RoundOnce(numbers, steps[row], coarse);
        }
        var product = ByteProduct.Of(both, packed, scales, zeros); // (rows, out)
        var sums = MemoryMarshal.Cast<byte, float>(product.bytes);
        var count = (int)product.shape[1];
        for (var row = 0; row < n; row++)
        {
            var coarse = sums.Slice(row * count, count);
            if (fine[row] > 0) SignedBytes.Join(coarse, sums.Slice(fine[row] * count, count), steps[row]);
            else SignedBytes.Scale(coarse, steps[row]);
        }
        return product.narrow(0, 0, n).view([.. x.shape[..^1], count]).MoveToOuterDisposeScope();
    }

    public override Tensor Rows(Tensor indices)
    {
        if (bytes is null) throw new InvalidOperationException("No rows are looked up in this matrix.");
        var chosen = indices.data<long>().ToArray();
        var result = empty(chosen.Length, width, ScalarType.Float32);
        var from = MemoryMarshal.Cast<byte, sbyte>(bytes.bytes);
        var steps = MemoryMarshal.Cast<byte, float>(scales.bytes);
        var to = MemoryMarshal.Cast<byte, float>(result.bytes);
        for (var i = 0; i < chosen.Length; i++)
            for (var j = 0; j < width; j++) to[i * width + j] = from[(int)chosen[i] * width + j] * steps[(int)chosen[i]];
        return result;
    }

    public override void Dispose()
    {
        packed.Dispose();
        scales.Dispose();
        zeros.Dispose();
        bytes?.Dispose();
    }
}
