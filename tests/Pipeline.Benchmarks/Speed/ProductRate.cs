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

    /// <summary>A device needs larger products to reach its rate.</summary>
    private const int DeviceSize = 8192;

    /// <summary>The best of several products of floats, on every core or a device, in operations (two for each multiplication) a second.</summary>
    public static double OfFloats(Device device)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        var onDevice = device.type == DeviceType.CUDA;
        var size = onDevice ? DeviceSize : Size;
        var (a, b) = (rand(size, size, device: device), rand(size, size, device: device));
        return Best(size, () =>
        {
            a.matmul(b).Dispose();
            if (onDevice) cuda.synchronize();
        });
    }

    /// <summary>The same of bytes on every core, by the product that the 8-bit matrices use.</summary>
    public static double OfBytes()
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        var (a, b) = (ones([Size, Size], ScalarType.Byte), ByteProduct.Pack(ones([Size, Size], ScalarType.Int8)));
        var (scales, none) = (ones(Size), zeros(Size, ScalarType.Int32));
        return Best(Size, () => ByteProduct.Of(a, b, scales, none).Dispose());
    }

    private static double Best(int size, Action product)
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < Trials; i++)
        {
            var started = Stopwatch.GetTimestamp();
            product();
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return 2.0 * size * size * size / best;
    }
}
