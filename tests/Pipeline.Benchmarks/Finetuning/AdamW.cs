using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Benchmarks.Finetuning;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019). On a processor in one pass over memory: weight, gradient and both moments are read once
/// and written once, and stretches whose gradient has always been zero (embeddings of tokens that never occur) are passed over.
/// On a device with the library's operations, which pass over memory several times; there it has bandwidth for that.
/// </summary>
internal sealed class AdamW : IDisposable
{
    private const float First = .9f, Second = .999f, Least = 1e-8f, Decay = .01f;
    private const int Stretch = 1 << 16;

    private readonly IReadOnlyList<Tensor> weights;
    private readonly float[][] means = [], squares = []; // on a processor
    private readonly Tensor[] deviceMeans = [], deviceSquares = []; // on a device
    private int steps;

    public AdamW(IReadOnlyList<Tensor> weights)
    {
        this.weights = weights;
        using var quiet = no_grad();
        if (weights[0].device.type == DeviceType.CPU)
        {
            means = [.. weights.Select(weight => new float[weight.numel()])];
            squares = [.. weights.Select(weight => new float[weight.numel()])];
            return;
        }
        deviceMeans = [.. weights.Select(weight => zeros_like(weight).DetachFromDisposeScope())];
        deviceSquares = [.. weights.Select(weight => zeros_like(weight).DetachFromDisposeScope())];
    }

    /// <summary>One step along the gradients the weights hold, which are zero afterwards.</summary>
    public void Step(double rate)
    {
        steps++;
        var (meanScale, squareScale) = ((float)(1 - Math.Pow(First, steps)), (float)Math.Sqrt(1 - Math.Pow(Second, steps)));
        for (var i = 0; i < weights.Count; i++)
        {
            if (weights[i].grad is not { } gradient) continue;
            if (means.Length == 0)
            {
                UpdateThere(weights[i], gradient, deviceMeans[i], deviceSquares[i], rate, meanScale, squareScale);
                continue;
            }
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

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var moment in deviceMeans.Concat(deviceSquares)) moment.Dispose();
    }

    private static void UpdateThere(Tensor weight, Tensor slope, Tensor mean, Tensor square, double rate, double meanScale, double squareScale)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        mean.mul_(First).add_(slope, 1 - First);
        square.mul_(Second).addcmul_(slope, slope, 1 - Second);
        weight.mul_(1 - rate * Decay).addcdiv_(mean, (square.sqrt() / squareScale).add_(Least), -rate / meanScale);
        slope.zero_();
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
