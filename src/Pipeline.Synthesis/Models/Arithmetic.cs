using System.Diagnostics;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Pipeline.Synthesis.Models;

/// <summary>Chooses device and arithmetic for a model on this machine.</summary>
internal static class Arithmetic
{
    /// <summary>Rows of the trial product: about what one thread is given while generating.</summary>
    private const int TrialRows = 64;
    private const int Trials = 6;

    public static Device DeviceOf(ModelDevice wanted)
    {
        if (wanted == ModelDevice.Cpu) return CPU;
        if (cuda_is_available()) return CUDA;
        return wanted == ModelDevice.Auto ? CPU : throw new BadInputException("device", "There is no CUDA device here, or this build has no CUDA.", "cpu or auto");
    }

    /// <summary>The arithmetic to use, measured where the choice is left to us.</summary>
    public static ComputeType Choose(ComputeType wanted, LlamaShape shape, Device device) => wanted switch
    {
        ComputeType.Int8 when device.type != DeviceType.CPU => throw new BadInputException("compute", "8-bit integers run on processors only.", "fp32 or bf16"),
        ComputeType.Auto => Seconds(ScalarType.BFloat16, shape, device) < Seconds(ScalarType.Float32, shape, device) ? ComputeType.Bf16 : ComputeType.Fp32,
        _ => wanted,
    };

    /// <summary>The type of activations.</summary>
    public static ScalarType TypeOf(ComputeType compute) => compute switch
    {
        ComputeType.Fp64 => ScalarType.Float64,
        ComputeType.Bf16 => ScalarType.BFloat16,
        _ => ScalarType.Float32,
    };

    /// <summary>The least of several times for the model's largest layer product; the first, which sets things up, is not counted.</summary>
    private static double Seconds(ScalarType type, LlamaShape shape, Device device)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        var (rows, matrix) = (ones([TrialRows, shape.Width], type, device), ones([2 * shape.Inner, shape.Width], type, device));
        var least = double.PositiveInfinity;
        for (var i = 0; i < Trials; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using var product = linear(rows, matrix);
            if (device.type == DeviceType.CUDA) cuda.synchronize();
            if (i > 0) least = Math.Min(least, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return least;
    }
}
