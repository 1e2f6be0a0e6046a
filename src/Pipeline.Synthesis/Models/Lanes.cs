using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models;

/// <summary>
/// Runs independent parts of a job side by side, one thread each, with libtorch itself kept to that thread: two products
/// on one core each take less time than one product after the other on two, and no thread waits for another. On a CUDA device
/// threads share the work of starting its many small products, which takes longer than the products themselves.
/// The threads live as long as the lanes, because the mathematics libraries keep scratch for every thread they ever met.
/// </summary>
internal sealed class Lanes : IDisposable
{
    /// <summary>More lanes would each need a cache and scratch of their own.</summary>
    private const int Most = 8;

    /// <summary>Lanes of a CUDA device, for reading text by text; where texts can share a step, one lane is faster (docs/cuda.md).</summary>
    private const int OfDevice = 4;

    private readonly BlockingCollection<Action>[] queues;
    private readonly List<Thread> threads;

    /// <summary>One lane for each processor; a few on a CUDA device.</summary>
    public Lanes(Device device)
    {
        Count = device.type == DeviceType.CPU ? Math.Clamp(Environment.ProcessorCount, 1, Most) : OfDevice;
        queues = [.. Enumerable.Range(0, Count).Select(_ => new BlockingCollection<Action>())];
        threads = [.. queues.Select((queue, lane) => new Thread(() => Serve(queue)) { Name = $"model lane {lane}", IsBackground = true })];
        threads.ForEach(thread => thread.Start());
    }

    /// <summary>Number of lanes.</summary>
    public int Count { get; }

    /// <summary>Runs the work of each lane; the first failure stops the others and is thrown again here.</summary>
    public void Run(Action<int, CancellationToken> work, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var running = new CountdownEvent(Count);
        ExceptionDispatchInfo? failure = null;
        for (var i = 0; i < Count; i++)
        {
            var lane = i;
            queues[lane].Add(() => Work(lane), CancellationToken.None);
        }
        // Not cancellable: the lanes stop by themselves and must have freed what they hold before this returns.
        running.Wait(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        failure?.Throw();

        void Work(int lane)
        {
            try
            {
                using var scope = NewDisposeScope();
                work(lane, stop.Token);
            }
            // Whatever happens in a lane belongs to the caller's thread.
#pragma warning disable CA1031
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
                stop.Cancel();
            }
            finally
            {
                running.Signal();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var queue in queues) queue.CompleteAdding();
        threads.ForEach(thread => thread.Join());
        foreach (var queue in queues) queue.Dispose();
    }

    private void Serve(BlockingCollection<Action> queue)
    {
        if (Count > 1) set_num_threads(1);
        using var inference = no_grad();
        foreach (var work in queue.GetConsumingEnumerable()) work();
    }
}
