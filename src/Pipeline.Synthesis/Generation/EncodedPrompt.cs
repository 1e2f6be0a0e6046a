using System.Runtime.InteropServices;
using Pipeline.Synthesis.Models.Transformers;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Generation;

/// <summary>A prompt read once for all its continuations: its keys and values, and the scores of what may follow.</summary>
internal sealed class EncodedPrompt : IDisposable
{
    private EncodedPrompt(int length, int layers)
    {
        Length = length;
        Keys = new Tensor[layers];
        Values = new Tensor[layers];
    }

    public int Length { get; }

    /// <summary>(T, G, D) of each layer.</summary>
    public Tensor[] Keys { get; }

    /// <summary>(T, G, D) of each layer.</summary>
    public Tensor[] Values { get; }

    /// <summary>Scores (V) of the first new id.</summary>
    public float[] Scores { get; private set; } = [];

    /// <summary>Reads prompts side by side, since one alone is too narrow for fast products.</summary>
    public static EncodedPrompt[] Read(Llama model, IReadOnlyList<int[]> prompts, Device device)
    {
        using var scope = NewDisposeScope();
        EncodedPrompt[] read = [.. prompts.Select(ids => new EncodedPrompt(ids.Length, model.Shape.Layers))];
        var length = prompts.Max(ids => ids.Length);
        var padded = new long[prompts.Count * length];
        for (var row = 0; row < prompts.Count; row++)
            for (var at = 0; at < prompts[row].Length; at++) padded[row * length + at] = prompts[row][at];
        using var attention = new CausalAttention(model, length)
        {
            Keep = (layer, keys, values) =>
            {
                for (var row = 0; row < read.Length; row++)
                {
                    read[row].Keys[layer] = keys[row].narrow(0, 0, read[row].Length).clone().DetachFromDisposeScope();
                    read[row].Values[layer] = values[row].narrow(0, 0, read[row].Length).clone().DetachFromDisposeScope();
                }
            },
        };
        var hidden = model.Forward(model.Embed(tensor(padded, [prompts.Count, length], device: device)), attention); // (B, T, C)
        var last = tensor(prompts.Select(ids => ids.Length - 1L).ToArray(), device: device);
        var scores = model.Logits(hidden[arange(prompts.Count, device: device), last]).to(ScalarType.Float32).cpu(); // (B, V)
        var all = MemoryMarshal.Cast<byte, float>(scores.bytes);
        for (var row = 0; row < read.Length; row++) read[row].Scores = all.Slice(row * model.Shape.Vocabulary, model.Shape.Vocabulary).ToArray();
        return read;
    }

    public void Dispose()
    {
        foreach (var kept in Keys.Concat(Values)) kept?.Dispose();
    }
}
