using System.Diagnostics;
using NLog;
using Pipeline.Cli.Display;
using Pipeline.Core;

namespace Pipeline.Cli.Running;

/// <summary>Runs stages in order: checks for cancellation before each, shows it, logs it and keeps its time.</summary>
internal sealed class StageClock(IRunDisplay display, CancellationToken cancellation)
{
    private static readonly Logger Log = LogManager.GetLogger("Pipeline.Run");
    private readonly List<(string Name, TimeSpan Time)> stages = [];

    /// <summary>Every stage that ended, with its time.</summary>
    public IReadOnlyList<(string Name, TimeSpan Time)> Stages => stages;

    /// <summary>Runs one stage.</summary>
    public T Run<T>(string name, Func<IProgress<StageProgress>, T> stage)
    {
        cancellation.ThrowIfCancellationRequested();
        var clock = Stopwatch.StartNew();
        var result = display.Stage(name, stage);
        stages.Add((name, clock.Elapsed));
        Log.Info("stage '{0}' took {1:N1} s", name, clock.Elapsed.TotalSeconds);
        return result;
    }
}
