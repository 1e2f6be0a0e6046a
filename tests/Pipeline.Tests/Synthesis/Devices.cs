using Pipeline.Synthesis.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis;

/// <summary>Where a test of numbers runs: the same golden values are held on the processor and on a CUDA device.</summary>
public static class Devices
{
    /// <summary>The processor, and a CUDA device.</summary>
    public static DeviceType[] Both { get; } = [DeviceType.CPU, DeviceType.CUDA];

    /// <summary>The device, or a skipped test where there is none.</summary>
    public static Device Of(DeviceType type)
    {
        Assert.SkipUnless(type == DeviceType.CPU || cuda_is_available(), "There is no CUDA device here, or this build has no CUDA.");
        return new Device(type);
    }

    /// <summary>Skips a test of 8-bit products where the processor has no instructions for them.</summary>
    public static void RequireByteProducts() => Assert.SkipUnless(Arithmetic.MultipliesBytes, "This processor has no instructions for products of bytes (VNNI).");
}
