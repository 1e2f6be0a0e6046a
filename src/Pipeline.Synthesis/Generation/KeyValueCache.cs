using System.Runtime.InteropServices;
using Pipeline.Synthesis.Models.Transformers;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Generation;

/// <summary>
/// Keys and values of texts being written, in a tensor allocated once: one row a text, each as far along as it is.
/// Also the attention of a step in which every row adds one position.
/// </summary>
internal sealed class KeyValueCache : IAttention, IDisposable
{
    private readonly Tensor room; // (2 layers, R, S, G, D): keys and values in turn
    private readonly Tensor[] keys; // layers of (R, S, G, D), views
    private readonly Tensor[] values; // layers of (R, S, G, D), views
    private readonly DecoderShape shape;
    private readonly int positions;
    private readonly StepAttention? direct; // where keys and values can be read as they lie

    // Of the step being taken.
    private int[] lengths = []; // (n): positions each row has, the new one among them
    private Tensor slots = null!; // (n): row * S + position; unless direct
    private Tensor mask = null!; // (n, 1, 1, longest); unless direct

    public KeyValueCache(Decoder model, int rows, int positions, ScalarType type, Device device)
    {
        (shape, this.positions) = (model.Shape, positions);
        direct = StepAttention.Serves(shape, type, device) ? new StepAttention(shape.Heads, shape.KeyHeads, shape.HeadWidth, positions) : null;
        room = zeros([2 * shape.Layers, rows, positions, shape.KeyHeads, shape.HeadWidth], type, device).DetachFromDisposeScope();
        keys = [.. Enumerable.Range(0, shape.Layers).Select(layer => room[2 * layer].DetachFromDisposeScope())];
        values = [.. Enumerable.Range(0, shape.Layers).Select(layer => room[2 * layer + 1].DetachFromDisposeScope())];
    }

    public Tensor Places { get; private set; } = null!; // (n, 1)

    /// <summary>Bytes of one position of one row, over all layers.</summary>
    public static long BytesOfPosition(DecoderShape shape, ScalarType type) =>
        2L * shape.Layers * shape.KeyHeads * shape.HeadWidth * (type switch { ScalarType.BFloat16 => 2, ScalarType.Float64 => 8, _ => 4 });

    /// <summary>Gives a row the keys and values of an encoded prompt.</summary>
    public void Admit(int row, EncodedPrompt prompt)
    {
        using var scope = NewDisposeScope();
        First(row, prompt.Length).copy_(prompt.Kept);
    }

    /// <summary>Copies the first positions of one row over another.</summary>
    public void Move(int from, int to, int length)
    {
        using var scope = NewDisposeScope();
        First(to, length).copy_(First(from, length));
    }

    /// <summary>The first positions of a row (2 layers, T, G, D).</summary>
    private Tensor First(int row, int length) => room.select(1, row).narrow(1, 0, length);

    /// <summary>Prepares a step in which rows 0 to n - 1 add the position given for each.</summary>
    public void Begin(ReadOnlySpan<long> at)
    {
        var device = keys[0].device;
        Places = tensor(at.ToArray(), device: device).unsqueeze(1); // (n, 1)
        lengths = new int[at.Length];
        for (var row = 0; row < at.Length; row++) lengths[row] = (int)at[row] + 1;
        if (direct is not null) return;
        slots = Places.squeeze(1) + arange(at.Length, ScalarType.Int64, device) * positions;
        var longest = lengths.Max();
        var later = arange(longest, device: device).unsqueeze(0) > Places; // (n, longest)
        mask = zeros([at.Length, longest], keys[0].dtype, device).masked_fill_(later, float.NegativeInfinity).unsqueeze(1).unsqueeze(1);
    }

    public Tensor Attend(int layer, Tensor queries, Tensor newKeys, Tensor newValues)
    {
        if (direct is not null) return Direct(direct, layer, queries, newKeys, newValues);
        return CausalAttention.Grouped(queries, Extend(keys[layer], newKeys), Extend(values[layer], newValues), mask);

        Tensor Extend(Tensor known, Tensor added)
        {
            var width = shape.KeyHeads * shape.HeadWidth;
            known.view(-1, width).index_copy_(0, slots, added.reshape(lengths.Length, width));
            return known.narrow(0, 0, lengths.Length).narrow(1, 0, mask.shape[^1]).transpose(1, 2); // (n, G, longest, D)
        }
    }

    private Tensor Direct(StepAttention attention, int layer, Tensor queries, Tensor newKeys, Tensor newValues)
    {
        using var scope = NewDisposeScope();
        var seen = empty([lengths.Length, 1, shape.Heads * shape.HeadWidth], ScalarType.Float32);
        attention.Attend(Floats(queries), Extended(keys[layer], newKeys), Extended(values[layer], newValues), lengths, Floats(seen));
        return seen.MoveToOuterDisposeScope(); // (n, 1, H D)

        Span<float> Extended(Tensor known, Tensor added)
        {
            var width = shape.KeyHeads * shape.HeadWidth;
            var to = Floats(known);
            var from = Floats(added);
            for (var row = 0; row < lengths.Length; row++) from.Slice(row * width, width).CopyTo(to[((row * positions + lengths[row] - 1) * width)..]);
            return to;
        }

        static Span<float> Floats(Tensor values) => MemoryMarshal.Cast<byte, float>(values.contiguous().bytes);
    }

    public void Dispose()
    {
        foreach (var view in keys.Concat(values)) view.Dispose();
        room.Dispose();
    }
}
