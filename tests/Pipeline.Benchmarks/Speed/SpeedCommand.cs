using System.CommandLine;
using Pipeline.Synthesis.Models;

namespace Pipeline.Benchmarks.Speed;

/// <summary><c>speed</c>: how fast texts are written and read here, against the machine's own rate and a plain implementation.</summary>
internal static class SpeedCommand
{
    public static Command Create()
    {
        var batch = new Option<int[]>("--batch")
        {
            Description = "Texts written side by side; several may be given. The plain implementation writes 64.",
            DefaultValueFactory = _ => [64, 128, 256],
            AllowMultipleArgumentsPerToken = true,
        };
        var compute = new Option<string>("--compute") { Description = "fp32, bf16, int8, or auto as a run chooses.", DefaultValueFactory = _ => "auto" };
        compute.AcceptOnlyFromAmong("fp32", "bf16", "int8", "auto");
        var device = new DeviceOption(ModelDevice.Cpu);
        var command = new Command("speed", "Prints in one run the machine's rate of matrix products, tokens a second by batch, the share of that rate reached, memory, and the ratio to a plain implementation.")
        {
            batch, compute, device,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var arithmetic = parsed.GetValue(compute) switch { "fp32" => ComputeType.Fp32, "bf16" => ComputeType.Bf16, "int8" => ComputeType.Int8, _ => ComputeType.AutoForWriting };
            WritingSpeed.Measure(parsed.GetRequiredValue(batch), arithmetic, device.Of(parsed), cancellation);
            return Task.FromResult(0);
        });
        return command;
    }
}
