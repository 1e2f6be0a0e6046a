using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models;

/// <summary>
/// Runs independent parts of a job side by side, one thread each, with libtorch itself kept to that thread: two products
/// on one core each take less time than one product after the other on two, and no thread waits for another.
/// </summary>
internal sealed class Lanes(Device device)
{
    /// <summary>More lanes would each need a cache and scratch of their own.</summary>
    private const int Most = 8;

    /// <summary>Number of lanes: one for each processor, a single one on a CUDA device.</summary>
    public int Count { get; } = device.type == DeviceType.CPU ? Math.Clamp(Environment.ProcessorCount, 1, Most) : 1;

    /// <summary>Runs the work of each lane; the first failure stops the others and is thrown again here.</summary>
    public void Run(Action<int, CancellationToken> work, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ExceptionDispatchInfo? failure = null;
        var threads = Enumerable.Range(0, Count).Select(lane => new Thread(() => Work(lane)) { Name = $"model lane {lane}", IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        cancellation.ThrowIfCancellationRequested();
        failure?.Throw();

        void Work(int lane)
        {
            try
            {
                if (Count > 1) set_num_threads(1);
                using var scope = NewDisposeScope();
                using var inference = no_grad();
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
        }
    }
}
