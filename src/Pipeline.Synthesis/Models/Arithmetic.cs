using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Pipeline.Synthesis.Models;

/// <summary>Chooses device and arithmetic for a model on this machine.</summary>
internal static class Arithmetic
{
    /// <summary>Rows of the trial product on a processor: about what one thread is given while generating.</summary>
    private const int TrialRows = 64;

    /// <summary>The same on a CUDA device: enough that the time is that of the product, and not that of starting it.</summary>
    private const int DeviceTrialRows = 2048;
    private const int Trials = 25;

    /// <summary>How many times faster bf16 must be; with matrix instructions it is about three times.</summary>
    private const double Margin = 1.3;

    /// <summary>Where leaf 7 of the processor's description says in ECX that products of bytes come with AVX-512 (VPDPBUSD).</summary>
    private const int WideByteProducts = 1 << 11;

    public static Device DeviceOf(ModelDevice wanted)
    {
        if (wanted == ModelDevice.Cpu) return CPU;
        if (cuda_is_available()) return CUDA;
        return wanted == ModelDevice.Auto ? CPU : throw new BadInputException("device", "There is no CUDA device here, or this build has no CUDA.", "cpu or auto");
    }

    /// <summary>The arithmetic to use, measured where the choice is left to us.</summary>
    public static ComputeType Choose(ComputeType wanted, DecoderShape shape, Device device) => wanted switch
    {
        ComputeType.Int8 when device.type != DeviceType.CPU => throw new BadInputException("compute", "8-bit integers run on processors only.", "fp32 or bf16"),
        // Without these instructions the library adds products of bytes in 16 bits, which overflow without a word.
        ComputeType.Int8 when !MultipliesBytes => throw new BadInputException("compute", "This processor has no instructions for products of bytes (VNNI).", "fp32 or bf16"),
        ComputeType.Auto => Bf16IsFaster(shape, device) ? ComputeType.Bf16 : ComputeType.Fp32,
        // By instruction and not by measurement: the same machine must write the same texts every time. Two to four times as
        // fast as fp32.
        ComputeType.AutoForWriting => device.type == DeviceType.CPU && MultipliesBytes ? ComputeType.Int8 : Choose(ComputeType.Auto, shape, device),
        _ => wanted,
    };

    /// <summary>The type of activations.</summary>
    public static ScalarType TypeOf(ComputeType compute) => compute switch
    {
        ComputeType.Fp64 => ScalarType.Float64,
        ComputeType.Bf16 => ScalarType.BFloat16,
        _ => ScalarType.Float32,
    };

    /// <summary>Whether one instruction multiplies and sums bytes: in AVX's coding, or in that of AVX-512, which the framework has no name for.</summary>
    public static bool MultipliesBytes => AvxVnni.IsSupported || (Avx512F.IsSupported && (X86Base.CpuId(7, 0).Ecx & WideByteProducts) != 0);

    /// <summary>
    /// Whether bf16 takes clearly less time for the model's largest layer product, on one thread as in a lane. The two take
    /// turns and the least times count, so that a busy machine slows both; without the margin the choice would be chance
    /// where the processor has no instructions for bf16.
    /// </summary>
    private static bool Bf16IsFaster(DecoderShape shape, Device device)
    {
        var (bf16, fp32) = (double.PositiveInfinity, double.PositiveInfinity);
        var thread = new Thread(() =>
        {
            var onProcessor = device.type == DeviceType.CPU;
            if (onProcessor) set_num_threads(1);
            using var scope = NewDisposeScope();
            using var inference = no_grad();
            var (rows, matrix) = (ones([onProcessor ? TrialRows : DeviceTrialRows, shape.Width], ScalarType.Float32, device), ones([2 * shape.Inner, shape.Width], ScalarType.Float32, device));
            var (shortRows, shortMatrix) = (rows.to(ScalarType.BFloat16), matrix.to(ScalarType.BFloat16));
            for (var i = 0; i < Trials; i++)
            {
                fp32 = Math.Min(fp32, Seconds(rows, matrix));
                bf16 = Math.Min(bf16, Seconds(shortRows, shortMatrix));
            }
        });
        thread.Start();
        thread.Join();
        return bf16 * Margin < fp32;
    }

    private static double Seconds(Tensor rows, Tensor matrix)
    {
        var started = Stopwatch.GetTimestamp();
        using var product = linear(rows, matrix);
        if (rows.device.type == DeviceType.CUDA) cuda.synchronize();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
