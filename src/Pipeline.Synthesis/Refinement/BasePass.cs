using Pipeline.Synthesis.Models.Transformers;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Refinement;

/// <summary>
/// One forward and one backward pass over a text: what the model expects at every place, which way the residual falls at
/// every place, and the keys and values that texts with the same beginning can use again. T places, V tokens, C wide.
/// </summary>
internal sealed class BasePass : IDisposable
{
    private BasePass(Tensor logProbabilities, Tensor embeddings, Tensor gradient, double[] state, Tensor middle, Tensor[] keys, Tensor[] values)
    {
        LogProbabilities = logProbabilities;
        Embeddings = embeddings;
        Gradient = gradient;
        State = state;
        Middle = middle;
        Keys = keys;
        Values = values;
    }

    /// <summary>Log-probability of every token at places 1 to End - 1, given what is before: row i is place i + 1 (End - 1, V).</summary>
    public Tensor LogProbabilities { get; }

    /// <summary>The text's token embeddings (T, C).</summary>
    public Tensor Embeddings { get; }

    /// <summary>d loss / d embeddings (T, C).</summary>
    public Tensor Gradient { get; }

    /// <summary>The text's state (2C).</summary>
    public double[] State { get; }

    /// <summary>The residual stream that the state's mean is taken of (T, C).</summary>
    public Tensor Middle { get; }

    /// <summary>Keys of each layer (1, T, G, D).</summary>
    public Tensor[] Keys { get; }

    /// <summary>Values of each layer (1, T, G, D).</summary>
    public Tensor[] Values { get; }

    /// <summary>Runs the passes; <paramref name="slope"/> gives d loss / d state at the state.</summary>
    public static BasePass Of(Decoder model, PlacedText text, Func<double[], double[]> slope)
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        var (keys, values) = (new Tensor[model.Shape.Layers], new Tensor[model.Shape.Layers]);
        var ids = tensor(text.Ids.Select(id => (long)id).ToArray(), [1, text.Ids.Length], device: model.Activations.Device);
        var x = model.Embed(ids).detach().requires_grad_(true); // (1, T, C)
        using var attention = new CausalAttention(model, text.Ids.Length)
        {
            Keep = (layer, key, value) => (keys[layer], values[layer]) = (key.detach().DetachFromDisposeScope(), value.detach().contiguous().DetachFromDisposeScope()),
        };
        var (states, middle) = PooledState.Through(model, x, attention); // both (1, T, C)
        using var stream = middle;
        var first = PooledState.FirstOf(text.First, text.End);
        var mean = middle[0].narrow(0, first, text.End - first).mean([0]); // (C)
        var read = cat([states[0, -1], mean.to(states.dtype)]); // (2C)
        var state = Doubles(read);
        var back = tensor(slope(state)).to(read.dtype, read.device); // (2C)
        var gradient = autograd.grad([read], [x], [back])[0][0]; // (T, C)
        using var inference = no_grad();
        var logits = model.Logits(states.detach()[0].narrow(0, 0, text.End - 1)); // (End - 1, V)
        var logProbabilities = nn.functional.log_softmax(logits.to(Wide(logits.dtype)), 1);
        return new BasePass(logProbabilities.DetachFromDisposeScope(), x.detach()[0].DetachFromDisposeScope(), gradient.DetachFromDisposeScope(), state,
            middle.detach()[0].DetachFromDisposeScope(), keys, values);
    }

    /// <summary>Negative log-likelihood of every token of the text after the first, in nats: entry i is place i + 1.</summary>
    public double[] Surprise(PlacedText text)
    {
        using var scope = NewDisposeScope();
        var next = tensor(text.Ids.Skip(1).Take(text.End - 1).Select(id => (long)id).ToArray(), device: LogProbabilities.device).unsqueeze(1);
        return Doubles(LogProbabilities.gather(1, next).squeeze(1).neg());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        LogProbabilities.Dispose();
        Embeddings.Dispose();
        Gradient.Dispose();
        Middle.Dispose();
        foreach (var tensor in Keys.Concat(Values)) tensor.Dispose();
    }

    /// <summary>Numbers of any type as doubles.</summary>
    internal static double[] Doubles(Tensor values)
    {
        using var scope = NewDisposeScope();
        return values.detach().to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    /// <summary>bf16 keeps too few digits for log-probabilities.</summary>
    internal static ScalarType Wide(ScalarType type) => type == ScalarType.BFloat16 ? ScalarType.Float32 : type;
}
