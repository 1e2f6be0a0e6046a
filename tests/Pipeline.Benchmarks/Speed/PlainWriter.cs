using Pipeline.Synthesis.Generation;
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
    /// <summary>Writes one batch of texts as the settings say, each after its prompt; returns how many tokens they hold.</summary>
    public static long Write(Decoder model, IReadOnlyList<GenerationPrompt> prompts, GenerationSettings settings, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        var device = model.Activations.Device;
        int[] of = [.. prompts.SelectMany((prompt, i) => Enumerable.Repeat(i, prompt.Count))]; // each text's prompt
        var longest = prompts.Max(prompt => prompt.Ids.Length);
        long[] padding = [.. of.Select(prompt => (long)longest - prompts[prompt].Ids.Length)]; // before each text's prompt
        using var cache = new GrowingCache(model, tensor(padding, device: device));
        var (written, running) = (Array.ConvertAll(of, _ => new List<int>()), Array.ConvertAll(of, _ => true));
        var endings = tensor(settings.EndingTokens.Select(id => (long)id).ToArray(), device: device);
        var next = tensor(of.SelectMany((prompt, row) => Enumerable.Repeat(0L, (int)padding[row]).Concat(prompts[prompt].Ids.Select(id => (long)id))).ToArray(), [of.Length, longest], device: device);
        for (var step = 0; step < settings.MaximumTokens && running.Contains(true); step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            cache.Begin(next.shape[1]);
            var hidden = model.Forward(model.Embed(next), cache); // (B, T, C)
            var scores = model.Logits(hidden.select(1, hidden.shape[1] - 1)); // (B, V)
            if (step < settings.MinimumTokens) scores.index_fill_(1, endings, float.NegativeInfinity);
            var drawn = Draw(scores, settings.TopP, settings.TopK); // (B, 1)
            var ids = drawn.cpu().data<long>().ToArray();
            for (var row = 0; row < of.Length; row++)
            {
                if (!running[row]) continue;
                running[row] = !settings.StopTokens.Contains((int)ids[row]);
                if (!running[row]) continue;
                written[row].Add((int)ids[row]);
                running[row] = settings.Stop?.Invoke(of[row], written[row]) != true;
            }
            next = drawn.MoveToOuterDisposeScope();
        }
        return written.Sum(ids => (long)ids.Count);
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

    private sealed class GrowingCache(Decoder model, Tensor padding) : IAttention, IDisposable
    {
        private readonly Tensor?[] keys = new Tensor?[model.Shape.Layers]; // (B, G, S, D)
        private readonly Tensor?[] values = new Tensor?[model.Shape.Layers]; // (B, G, S, D)
        private Tensor? mask;
        private long length;

        public Tensor Places { get; private set; } = null!; // (B, T)

        public void Begin(long added)
        {
            var device = padding.device;
            var (at, seen) = (arange(length, length + added, ScalarType.Int64, device), arange(length + added, ScalarType.Int64, device));
            var before = padding.unsqueeze(1); // (B, 1)
            Places = (at.unsqueeze(0) - before).clamp_min(0);
            // A padded position sees itself, since the softmax of nothing is no number.
            var allowed = seen.le(at.unsqueeze(1)).unsqueeze(0).logical_and(seen.ge(before).unsqueeze(1)).logical_or(seen.eq(at.unsqueeze(1)).unsqueeze(0)); // (B, T, S)
            mask = zeros(allowed.shape, device: device).masked_fill_(allowed.logical_not(), float.NegativeInfinity).unsqueeze(1); // (B, 1, T, S)
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
