using System.Diagnostics;
using Pipeline.Core;

namespace Pipeline.Cli.Display;

/// <summary>For logs and pipes: a line every ten seconds of a stage and one when it ends.</summary>
internal sealed class LineDisplay(TextWriter output) : IRunDisplay
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public T Stage<T>(string name, Func<IProgress<StageProgress>, T> stage)
    {
        var clock = Stopwatch.StartNew();
        var result = stage(new Lines(output, name, clock));
        output.WriteLine($"{name}: done in {Rates.Duration(clock.Elapsed)}");
        return result;
    }

    private sealed class Lines(TextWriter output, string name, Stopwatch clock) : IProgress<StageProgress>
    {
        private readonly Lock gate = new();
        private TimeSpan next = Every;

        public void Report(StageProgress value)
        {
            lock (gate)
            {
                if (clock.Elapsed < next) return;
                next = clock.Elapsed + Every;
                output.WriteLine($"{name}: {Rates.Line(value, clock.Elapsed)}");
            }
        }
    }
}
