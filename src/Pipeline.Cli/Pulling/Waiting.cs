namespace Pipeline.Cli.Pulling;

/// <summary>Waits for the network as long as is reasonable, and tells that from a person's Ctrl-C.</summary>
internal static class Waiting
{
    /// <summary>Runs one step of talking to a server.</summary>
    /// <exception cref="IOException">The server said nothing for that long.</exception>
    /// <exception cref="OperationCanceledException">A person stopped it.</exception>
    public static async Task<T> For<T>(TimeSpan patience, Func<CancellationToken, Task<T>> step, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            return await step(limit.Token);
        }
        catch (OperationCanceledException silence) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"The server said nothing for {patience.TotalSeconds:N0} seconds.", silence);
        }
    }
}
