using System.Runtime.ExceptionServices;

namespace Pipeline.Audits.Overlap;

/// <summary>
/// Streams texts past several threads. Texts are handed out in blocks, in order, so that each thread sees rising numbers; no more
/// than a block a thread is in memory. What threads found is merged by rules that do not depend on who saw which text.
/// </summary>
public static class SourceWalk
{
    private const int MostTexts = 128;
    private const int MostCharacters = 1 << 18;

    /// <summary>Sources of fewer texts are not worth a second thread and its memory.</summary>
    private const int WorthAnotherThread = 256;

    /// <summary>Walks through texts once.</summary>
    /// <param name="texts">The texts, in order.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="threads">Threads that may read at the same time.</param>
    /// <param name="begin">Makes what one thread works with.</param>
    /// <param name="read">Reads a text by its number, with what its thread works with.</param>
    /// <returns>What the threads worked with, at least one.</returns>
    /// <exception cref="Exception">Whatever a text or its reading threw first; all threads have stopped.</exception>
    public static IReadOnlyList<T> Through<T>(IEnumerable<string> texts, int count, int threads, Func<T> begin, Action<T, int, string> read)
    {
        using var blocks = new Blocks(texts);
        void Work(T mine)
        {
            var block = new List<string>();
            while (blocks.TryTake(block, out var first))
                for (var i = 0; i < block.Count && !blocks.HasFailed; i++) read(mine, first + i, block[i]);
        }
        var wanted = Math.Clamp(count / WorthAnotherThread, 1, Math.Max(1, threads));
        var states = new T[wanted];
        for (var i = 0; i < wanted; i++) states[i] = begin();
        var others = states.Skip(1).Select(mine => Task.Factory.StartNew(() => blocks.Guard(() => Work(mine)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        blocks.Guard(() => Work(states[0]));
        Task.WaitAll(others);
        blocks.ThrowIfFailed();
        return states;
    }

    private sealed class Blocks(IEnumerable<string> texts) : IDisposable
    {
        private readonly IEnumerator<string> remaining = texts.GetEnumerator();
        private readonly Lock gate = new();
        private volatile ExceptionDispatchInfo? failure;
        private int next;

        public bool HasFailed => failure is not null;

        public bool TryTake(List<string> block, out int first)
        {
            lock (gate)
            {
                block.Clear();
                first = next;
                var characters = 0;
                while (!HasFailed && block.Count < MostTexts && characters < MostCharacters && remaining.MoveNext())
                {
                    block.Add(remaining.Current);
                    characters += remaining.Current.Length;
                }
                next += block.Count;
                return block.Count > 0;
            }
        }

        /// <summary>A failure of one thread stops all, and is thrown again by the one that asked.</summary>
        public void Guard(Action work)
        {
            try
            {
                work();
            }
#pragma warning disable CA1031 // Nothing is swallowed: ThrowIfFailed throws it again.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                lock (gate) failure ??= ExceptionDispatchInfo.Capture(thrown);
            }
        }

        public void ThrowIfFailed() => failure?.Throw();

        public void Dispose() => remaining.Dispose();
    }
}
