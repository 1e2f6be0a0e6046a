using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Benchmarks.Speed;

/// <summary>
/// Generation as it is usually written, with the same weights: every text reads its prompt, the cache grows by
/// concatenation, key heads are repeated for their query heads, the whole vocabulary is sorted at every step, and a batch
/// goes on until its last text has ended. What transformers' generate does, without its overhead in Python.
/// </summary>
internal static class PlainWriter
{
    /// <summary>Writes texts after one prompt; returns how many tokens they hold.</summary>
    public static long Write(Decoder model, int[] prompt, int texts, int tokens, double topP, int topK, int[] stops, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        using var cache = new GrowingCache(model);
        var (written, running) = (0L, Enumerable.Repeat(true, texts).ToArray());
        var next = tensor(Enumerable.Repeat(prompt, texts).SelectMany(ids => ids).Select(id => (long)id).ToArray(), [texts, prompt.Length], device: model.Activations.Device);
        for (var step = 0; step < tokens && running.Contains(true); step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            cache.Begin(next.shape[1]);
            var hidden = model.Forward(model.Embed(next), cache); // (B, T, C)
            var drawn = Draw(model.Logits(hidden.select(1, hidden.shape[1] - 1)), topP, topK); // (B, 1)
            var ids = drawn.cpu().data<long>().ToArray();
            for (var row = 0; row < texts; row++)
            {
                if (!running[row]) continue;
                if (stops.Contains((int)ids[row])) running[row] = false;
                else written++;
            }
            next = drawn.MoveToOuterDisposeScope();
        }
        return written;
    }

    /// <summary>Top-k, then top-p over all scores in order, then a draw: (B, V) to (B, 1).</summary>
    private static Tensor Draw(Tensor scores, double topP, int topK)
    {
        scores = scores.to(ScalarType.Float32);
        var least = scores.topk(topK).values.narrow(1, topK - 1, 1); // (B, 1)
        scores = scores.masked_fill(scores < least, float.NegativeInfinity);
        var (ordered, order) = scores.sort(dim: 1, descending: false); // (B, V)
        var drop = ordered.softmax(1).cumsum(1) <= 1 - topP;
        scores = scores.masked_fill(drop.scatter(1, order, drop), float.NegativeInfinity);
        return multinomial(scores.softmax(1), 1);
    }

    private sealed class GrowingCache(Decoder model) : IAttention, IDisposable
    {
        private readonly Tensor?[] keys = new Tensor?[model.Shape.Layers]; // (B, G, S, D)
        private readonly Tensor?[] values = new Tensor?[model.Shape.Layers]; // (B, G, S, D)
        private Tensor? mask;
        private long length;

        public Tensor Places { get; private set; } = null!; // (1, T)

        public void Begin(long added)
        {
            var device = model.Activations.Device;
            Places = arange(length, length + added, ScalarType.Int64, device).unsqueeze(0);
            mask = added == 1 ? null : full([added, added], float.NegativeInfinity, device: device).triu(1);
            length += added;
        }

        public Tensor Attend(int layer, Tensor queries, Tensor newKeys, Tensor newValues)
        {
            var groups = model.Shape.Heads / model.Shape.KeyHeads;
            var (k, v) = (Grow(keys, newKeys), Grow(values, newValues));
            var seen = nn.functional.scaled_dot_product_attention(queries.transpose(1, 2), k.repeat_interleave(groups, 1), v.repeat_interleave(groups, 1), mask); // (B, H, T, D)
            return seen.transpose(1, 2).reshape(queries.shape[0], queries.shape[1], -1);

            Tensor Grow(Tensor?[] kept, Tensor added)
            {
                var turned = added.transpose(1, 2); // (B, G, T, D)
                var grown = kept[layer] is { } old ? cat([old, turned], 2) : turned.contiguous();
                kept[layer]?.Dispose();
                return kept[layer] = grown.DetachFromDisposeScope();
            }
        }

        public void Dispose()
        {
            foreach (var kept in keys.Concat(values)) kept?.Dispose();
        }
    }
}
