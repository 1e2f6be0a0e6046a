using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Pipeline.Benchmarks.Finetuning;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019) in one pass over memory: weight, gradient and both moments are read once and written
/// once. Stretches whose gradient has always been zero (embeddings of tokens that never occur) are passed over.
/// </summary>
internal sealed class AdamW(IReadOnlyList<Tensor> weights)
{
    private const float First = .9f, Second = .999f, Least = 1e-8f, Decay = .01f;
    private const int Stretch = 1 << 16;

    private readonly float[][] means = [.. weights.Select(weight => new float[weight.numel()])];
    private readonly float[][] squares = [.. weights.Select(weight => new float[weight.numel()])];
    private int steps;

    /// <summary>One step along the gradients the weights hold, which are zero afterwards.</summary>
    public void Step(double rate)
    {
        steps++;
        var (meanScale, squareScale) = ((float)(1 - Math.Pow(First, steps)), (float)Math.Sqrt(1 - Math.Pow(Second, steps)));
        for (var i = 0; i < weights.Count; i++)
        {
            if (weights[i].grad is not { } gradient) continue;
            var (tensor, mean, square) = (weights[i], means[i], squares[i]);
            Parallel.For(0, (mean.Length + Stretch - 1) / Stretch, stretch =>
            {
                var (start, count) = (stretch * Stretch, Math.Min(Stretch, mean.Length - stretch * Stretch));
                var slope = MemoryMarshal.Cast<byte, float>(gradient.bytes).Slice(start, count);
                if (!slope.ContainsAnyExcept(0) && !square.AsSpan(start, count).ContainsAnyExcept(0)) return;
                Update(MemoryMarshal.Cast<byte, float>(tensor.bytes).Slice(start, count), slope, mean.AsSpan(start, count), square.AsSpan(start, count), (float)rate, meanScale, squareScale);
            });
        }
    }

    private static void Update(Span<float> weight, Span<float> slope, Span<float> mean, Span<float> square, float rate, float meanScale, float squareScale)
    {
        var wide = slope.Length / Vector<float>.Count * Vector<float>.Count;
        for (var at = 0; at < wide; at += Vector<float>.Count)
        {
            var g = new Vector<float>(slope[at..]);
            var m = First * new Vector<float>(mean[at..]) + (1 - First) * g;
            var s = Second * new Vector<float>(square[at..]) + (1 - Second) * g * g;
            var step = m / (Vector.SquareRoot(s) / squareScale + new Vector<float>(Least));
            ((1 - rate * Decay) * new Vector<float>(weight[at..]) - rate / meanScale * step).CopyTo(weight[at..]);
            m.CopyTo(mean[at..]);
            s.CopyTo(square[at..]);
        }
        for (var at = wide; at < slope.Length; at++)
        {
            mean[at] = First * mean[at] + (1 - First) * slope[at];
            square[at] = Second * square[at] + (1 - Second) * slope[at] * slope[at];
            weight[at] = (1 - rate * Decay) * weight[at] - rate / meanScale * mean[at] / (MathF.Sqrt(square[at]) / squareScale + Least);
        }
        slope.Clear();
    }
}
