using System.Runtime.InteropServices;

namespace Pipeline.Synthesis.Models;

/// <summary>How much a language model did.</summary>
/// <param name="TokensWritten">New tokens of texts that were finished.</param>
/// <param name="PositionsRead">Positions of texts and prompts that were read, padding included.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ModelWork(long TokensWritten, long PositionsRead)
{
    /// <summary>What was done since an earlier reading of the same meter.</summary>
    public static ModelWork operator -(ModelWork now, ModelWork then) =>
        new(now.TokensWritten - then.TokensWritten, now.PositionsRead - then.PositionsRead);
}

/// <summary>Counts the work of the models it is given to, on any number of threads: what a run costs, apart from how fast the machine is.</summary>
public sealed class ModelMeter
{
    private long written;
    private long read;

    /// <summary>Everything so far.</summary>
    public ModelWork Total => new(Interlocked.Read(ref written), Interlocked.Read(ref read));

    internal void Wrote(long tokens) => Interlocked.Add(ref written, tokens);

    internal void Read(long positions) => Interlocked.Add(ref read, positions);
}
