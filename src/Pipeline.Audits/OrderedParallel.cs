namespace Pipeline.Audits;

/// <summary>
/// Maps a stream on several threads and gives the results back in its order, so that how many threads there are changes the time an audit
/// takes and nothing else. Items are taken in blocks: memory does not grow with the stream.
/// </summary>
internal static class OrderedParallel
{
    /// <summary>Enough to keep every thread busy, few enough to hold.</summary>
    private const int BlockPerThread = 64;

    /// <summary>The results in the order of the items.</summary>
    /// <param name="items">Taken one by one on the calling thread.</param>
    /// <param name="map">Must depend on its item alone.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="cancellation">Honoured at each item.</param>
    public static IEnumerable<TResult> Map<T, TResult>(IEnumerable<T> items, Func<T, TResult> map, int threads, CancellationToken cancellation)
    {
        if (threads <= 1)
        {
            foreach (var item in items)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return map(item);
            }
            yield break;
        }
        foreach (var block in items.Chunk(BlockPerThread * threads))
        {
            var results = new TResult[block.Length];
            OnEach(block.Length, i => results[i] = map(block[i]), threads, cancellation);
            foreach (var result in results) yield return result;
        }
    }

    /// <summary>Does something for each of n numbers; the first defect is thrown as it is, not inside an aggregate.</summary>
    private static void OnEach(int n, Action<int> action, int threads, CancellationToken cancellation)
    {
        try
        {
            Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
            {
                // The loop itself looks only when it hands out more work.
                cancellation.ThrowIfCancellationRequested();
                action(i);
            });
        }
        catch (AggregateException several)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }
    }
}
