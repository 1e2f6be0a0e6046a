using System.Diagnostics;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Benchmarks.Speed;

/// <summary>How many operations a second the machine reaches in large matrix products: the yardstick of everything else.</summary>
internal static class ProductRate
{
    private const int Size = 1536;
    private const int Trials = 12;

    /// <summary>The best of several products of floats, on every core, in operations (two for each multiplication) a second.</summary>
    public static double OfFloats()
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        var (a, b) = (ones(Size, Size), ones(Size, Size));
        return Best(() => a.matmul(b).Dispose());
    }

    /// <summary>The same of bytes, by the product that the 8-bit matrices use.</summary>
    public static double OfBytes()
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        using var script = jit.compile("""
            def product(x: Tensor, w: Tensor):
                return torch._int_mm(x, w)

            """);
        var (a, b) = (ones([Size, Size], ScalarType.Int8), ones([Size, Size], ScalarType.Int8));
        return Best(() => ((Tensor)script.invoke("product", a, b)).Dispose());
    }

    private static double Best(Action product)
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < Trials; i++)
        {
            var started = Stopwatch.GetTimestamp();
            product();
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return 2.0 * Size * Size * Size / best;
    }
}
