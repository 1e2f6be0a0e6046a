using System.Runtime.InteropServices;
using Pipeline.Synthesis.Models.Transformers;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Generation;

/// <summary>A prompt read once for all its continuations: its keys and values, and the scores of what may follow.</summary>
internal sealed class EncodedPrompt : IDisposable
{
    public EncodedPrompt(Decoder model, int[] ids, Device device)
    {
        using var scope = NewDisposeScope();
        Length = ids.Length;
        Keys = new Tensor[model.Shape.Layers];
        Values = new Tensor[model.Shape.Layers];
        using var attention = new CausalAttention(model, ids.Length)
        {
            Keep = (layer, keys, values) =>
            {
                Keys[layer] = keys[0].clone().DetachFromDisposeScope();
                Values[layer] = values[0].clone().DetachFromDisposeScope();
            },
        };
        var input = model.Embed(tensor(ids.Select(id => (long)id).ToArray(), [1, ids.Length], device: device)); // (1, T, C)
        var hidden = model.Forward(input, attention); // (1, T, C)
        var scores = model.Logits(hidden[0, ids.Length - 1]).to(ScalarType.Float32).cpu(); // (V)
        Scores = MemoryMarshal.Cast<byte, float>(scores.bytes).ToArray();
    }

    public int Length { get; }

    /// <summary>(T, G, D) of each layer.</summary>
    public Tensor[] Keys { get; }

    /// <summary>(T, G, D) of each layer.</summary>
    public Tensor[] Values { get; }

    /// <summary>Scores (V) of the first new id.</summary>
    public float[] Scores { get; }

    public void Dispose()
    {
        foreach (var kept in Keys.Concat(Values)) kept?.Dispose();
    }
}
