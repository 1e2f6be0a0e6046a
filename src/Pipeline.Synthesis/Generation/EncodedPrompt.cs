using System.Runtime.InteropServices;
using Pipeline.Synthesis.Models.Transformers;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Generation;

/// <summary>A prompt read once for all its continuations: its keys and values, and the scores of what may follow.</summary>
internal sealed class EncodedPrompt : IDisposable
{
    private EncodedPrompt(int length, Tensor kept, float[] scores)
    {
        (Length, Kept, Scores) = (length, kept, scores);
    }

    public int Length { get; }

    /// <summary>Keys and values of the layers in turn (2 layers, T, G, D).</summary>
    public Tensor Kept { get; }

    /// <summary>Scores (V) of the first new id.</summary>
    public float[] Scores { get; }

    /// <summary>Reads prompts side by side, since one alone is too narrow for fast products.</summary>
    public static EncodedPrompt[] Read(Decoder model, IReadOnlyList<int[]> prompts, Device device)
    {
        using var scope = NewDisposeScope();
        var (shape, length) = (model.Shape, prompts.Max(ids => ids.Length));
        var padded = new long[prompts.Count * length];
        for (var row = 0; row < prompts.Count; row++)
            for (var at = 0; at < prompts[row].Length; at++) padded[row * length + at] = prompts[row][at];
        // One tensor for all layers: a prompt is then given to a row by one copy, however many layers there are.
        var kept = empty([2 * shape.Layers, prompts.Count, length, shape.KeyHeads, shape.HeadWidth], model.Activations.Type, device);
        using var attention = new CausalAttention(model, length)
        {
            Keep = (layer, keys, values) =>
            {
                kept[2 * layer].copy_(keys);
                kept[2 * layer + 1].copy_(values);
            },
        };
        var hidden = model.Forward(model.Embed(tensor(padded, [prompts.Count, length], device: device)), attention); // (B, T, C)
        var last = tensor(prompts.Select(ids => ids.Length - 1L).ToArray(), device: device);
        var scores = model.Logits(hidden[arange(prompts.Count, device: device), last]).to(ScalarType.Float32).cpu(); // (B, V)
        var all = MemoryMarshal.Cast<byte, float>(scores.bytes);
        var read = new EncodedPrompt[prompts.Count];
        for (var row = 0; row < read.Length; row++)
        {
            var own = kept.select(1, row).narrow(1, 0, prompts[row].Length).DetachFromDisposeScope();
            read[row] = new EncodedPrompt(prompts[row].Length, own, all.Slice(row * shape.Vocabulary, shape.Vocabulary).ToArray());
        }
        return read;
    }

    public void Dispose() => Kept.Dispose();
}
