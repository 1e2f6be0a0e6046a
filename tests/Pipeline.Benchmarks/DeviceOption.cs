using System.CommandLine;
using Pipeline.Synthesis.Models;

namespace Pipeline.Benchmarks;

/// <summary>Where the models of a benchmark run.</summary>
internal sealed class DeviceOption : Option<string>
{
    public DeviceOption(ModelDevice otherwise) : base("--device")
    {
        Description = "auto, cpu or cuda.";
        DefaultValueFactory = _ => otherwise.ToString().ToLowerInvariant();
        this.AcceptOnlyFromAmong("auto", "cpu", "cuda");
    }

    /// <summary>What was asked for.</summary>
    public ModelDevice Of(ParseResult parsed) => Enum.Parse<ModelDevice>(parsed.GetRequiredValue(this), ignoreCase: true);
}
