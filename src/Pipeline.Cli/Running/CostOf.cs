using Pipeline.Reports;

namespace Pipeline.Cli.Running;

/// <summary>Puts together what a run cost.</summary>
internal static class CostOf
{
    /// <summary>The cost of stages that ended, under some assumptions.</summary>
    public static RunCost Run(IReadOnlyList<StageRun> stages, TimeSpan took, double processorSeconds, CostAssumptions assumed, int texts) => new()
    {
        Stages = [.. stages.Select(stage => new StageCost(stage.Name, stage.Time.TotalSeconds, stage.Work.TokensWritten, stage.Work.PositionsRead))],
        Seconds = took.TotalSeconds,
        ProcessorSeconds = processorSeconds,
        WattsPerCore = assumed.WattsPerCore,
        PricePerHour = assumed.PricePerHour,
        Currency = assumed.Currency,
        Texts = texts,
        PeakMemoryMegabytes = Machine.PeakMegabytes(),
    };
}
