using System.Diagnostics;
using NLog;
using Pipeline.Cli.Display;
using Pipeline.Core;
using Pipeline.Core.Flows;
using Pipeline.Synthesis.Models;

namespace Pipeline.Cli.Running;

/// <summary>A stage that ended.</summary>
/// <param name="Name">The stage, in a few words.</param>
/// <param name="Time">Wall-clock time.</param>
/// <param name="Work">What language models did in it.</param>
internal sealed record StageRun(string Name, TimeSpan Time, ModelWork Work)
{
    /// <summary>What was written and read, with rates; empty for a stage without a model.</summary>
    public string Note => string.Join(", ", new[] { Part(Work.TokensWritten, "tokens written"), Part(Work.PositionsRead, "positions read") }.Where(part => part.Length > 0));

    private string Part(long count, string what) => count == 0 ? "" : $"{count:N0} {what} ({count / Math.Max(Time.TotalSeconds, 1e-3):N0} a second)";
}

/// <summary>Runs stages in order: checks for cancellation before each, shows it, logs it and keeps its time and its work.</summary>
internal sealed class StageClock(IRunDisplay display, CancellationToken cancellation)
{
    private static readonly Logger Log = LogManager.GetLogger("Pipeline.Run");
    private readonly List<StageRun> stages = [];

    /// <summary>Every stage that ended.</summary>
    public IReadOnlyList<StageRun> Stages => stages;

    /// <summary>What the stages were declared to be; null where nothing was declared.</summary>
    public FlowGraph? Declared { get; init; }

    /// <summary>Whether a node of a flow happens in a stage of that name.</summary>
    public static bool IsStage(FlowNode node, string name) => node.Stage is { } stage
        && (stage.EndsWith('*') ? name.StartsWith(stage[..^1], StringComparison.Ordinal) : name == stage);

    /// <summary>Counts the work of the models that stages load: hand it to each.</summary>
    public ModelMeter Meter { get; } = new();

    /// <summary>Runs one stage.</summary>
    /// <exception cref="InvalidOperationException">The flow that plans prove things about does not hold this stage.</exception>
    public T Run<T>(string name, Func<IProgress<StageProgress>, T> stage)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Declared is { } flow && !flow.Nodes.Any(node => IsStage(node, name)))
            throw new InvalidOperationException($"The stage '{name}' is not in the flow that the method declares (ISynthesisMethod.Describe), so no plan has proved anything about it.");
        var (clock, before) = (Stopwatch.StartNew(), Meter.Total);
        var result = display.Stage(name, stage);
        stages.Add(new StageRun(name, clock.Elapsed, Meter.Total - before));
        Log.Info("stage '{0}' took {1:N1} s", name, clock.Elapsed.TotalSeconds);
        return result;
    }
}
