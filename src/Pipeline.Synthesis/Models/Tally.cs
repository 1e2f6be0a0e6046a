using Pipeline.Core;

namespace Pipeline.Synthesis.Models;

/// <summary>Counts what several threads have done and reports it.</summary>
internal sealed class Tally(string stage, long total, string items, IProgress<StageProgress>? progress)
{
    private readonly Lock gate = new();
    private long done;

    public void Add(int count)
    {
        if (progress is null) return;
        // Under the lock, so that progress never runs backwards.
        lock (gate) progress.Report(new StageProgress(stage, done += count, total, items));
    }
}
