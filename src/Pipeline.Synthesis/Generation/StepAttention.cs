using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Generation;

/// <summary>
/// Softmax attention of one new position a row over the keys and values that its text has so far. A library's attention is made of
/// matrix products, which for a single query are mostly set-up, and computes every row to the length of the longest; here
/// keys and values go through the processor once, each row as far as it reaches.
/// R rows, S positions a row has room for, H query heads, G key heads, D head width.
/// </summary>
internal sealed class StepAttention(int heads, int keyHeads, int width, int positions)
{
    /// <summary>Floats of a head taken together: four registers.</summary>
    private const int Block = 64;

    private readonly float[] weights = new float[positions];

    /// <summary>Whether it can be used: single floats on a processor, and heads of whole blocks.</summary>
    public static bool Serves(DecoderShape shape, ScalarType type, Device device) =>
        device.type == DeviceType.CPU && type == ScalarType.Float32 && shape.HeadWidth % Block == 0;

    /// <summary>Attends for every row.</summary>
    /// <param name="queries">(n, H, D).</param>
    /// <param name="keys">(R, S, G, D).</param>
    /// <param name="values">(R, S, G, D).</param>
    /// <param name="lengths">Positions that each of the n rows sees, the new one among them; at least 1 and at most S.</param>
    /// <param name="seen">(n, H, D).</param>
    public void Attend(ReadOnlySpan<float> queries, ReadOnlySpan<float> keys, ReadOnlySpan<float> values, ReadOnlySpan<int> lengths, Span<float> seen)
    {
        var (ofRow, step) = (positions * keyHeads * width, keyHeads * width);
        for (var row = 0; row < lengths.Length; row++)
        {
            var length = lengths[row];
            for (var head = 0; head < heads; head++)
            {
                // The heads that share a key head come one after the other and find its keys and values in the nearest cache.
                var (own, shared) = ((row * heads + head) * width, row * ofRow + head / (heads / keyHeads) * width);
                var room = (length - 1) * step + width;
                Weigh(queries.Slice(own, width), keys.Slice(shared, room), step, weights.AsSpan(0, length));
                Sum(weights.AsSpan(0, length), values.Slice(shared, room), step, seen.Slice(own, width));
            }
        }
    }

    /// <summary>The share of each position: softmax of q k / sqrt D.</summary>
    private static void Weigh(ReadOnlySpan<float> query, ReadOnlySpan<float> keys, int step, Span<float> weights)
    {
        var scale = 1 / MathF.Sqrt(query.Length);
        weights.Clear();
        ref var q = ref MemoryMarshal.GetReference(query);
        ref var k = ref MemoryMarshal.GetReference(keys);
        for (var block = 0; block < query.Length; block += Block)
        {
            var at = (nuint)block;
            var (q0, q1, q2, q3) = (Vector512.LoadUnsafe(ref q, at), Vector512.LoadUnsafe(ref q, at + 16), Vector512.LoadUnsafe(ref q, at + 32), Vector512.LoadUnsafe(ref q, at + 48));
            for (var position = 0; position < weights.Length; position++, at += (nuint)step)
            {
                var even = q0 * Vector512.LoadUnsafe(ref k, at);
                var odd = q1 * Vector512.LoadUnsafe(ref k, at + 16);
                even = Vector512.FusedMultiplyAdd(q2, Vector512.LoadUnsafe(ref k, at + 32), even);
                odd = Vector512.FusedMultiplyAdd(q3, Vector512.LoadUnsafe(ref k, at + 48), odd);
                weights[position] += Vector512.Sum(even + odd) * scale;
            }
        }
        Softmax(weights);
    }

    private static void Softmax(Span<float> scores)
    {
        var largest = scores[0];
        foreach (var score in scores) largest = MathF.Max(largest, score);
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(scores);
        var sums = Vector512<float>.Zero;
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = Exponential.Of(vectors[i] - Vector512.Create(largest));
            sums += vectors[i];
        }
        var sum = Vector512.Sum(sums);
        for (var i = vectors.Length * Vector512<float>.Count; i < scores.Length; i++) sum += scores[i] = MathF.Exp(scores[i] - largest);
        var inverse = 1 / sum;
        for (var i = 0; i < vectors.Length; i++) vectors[i] *= inverse;
        for (var i = vectors.Length * Vector512<float>.Count; i < scores.Length; i++) scores[i] *= inverse;
    }

    /// <summary>The values, each by its share.</summary>
    private static void Sum(ReadOnlySpan<float> weights, ReadOnlySpan<float> values, int step, Span<float> seen)
    {
        ref var v = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(seen);
        for (var block = 0; block < seen.Length; block += Block)
        {
            var (s0, s1, s2, s3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
            var at = (nuint)block;
            foreach (var weight in weights)
            {
                var share = Vector512.Create(weight);
                s0 = Vector512.FusedMultiplyAdd(share, Vector512.LoadUnsafe(ref v, at), s0);
                s1 = Vector512.FusedMultiplyAdd(share, Vector512.LoadUnsafe(ref v, at + 16), s1);
                s2 = Vector512.FusedMultiplyAdd(share, Vector512.LoadUnsafe(ref v, at + 32), s2);
                s3 = Vector512.FusedMultiplyAdd(share, Vector512.LoadUnsafe(ref v, at + 48), s3);
                at += (nuint)step;
            }
            s0.StoreUnsafe(ref to, (nuint)block);
            s1.StoreUnsafe(ref to, (nuint)block + 16);
            s2.StoreUnsafe(ref to, (nuint)block + 32);
            s3.StoreUnsafe(ref to, (nuint)block + 48);
        }
    }
}
