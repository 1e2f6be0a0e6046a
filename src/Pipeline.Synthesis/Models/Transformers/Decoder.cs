using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>
/// A causal language model: what reading, rating, matching and writing need of it, whatever its architecture.
/// B rows, T positions, C width, V tokens. Differentiable wherever its input is, except in 8-bit integers.
/// </summary>
internal abstract class Decoder : IDisposable
{
    /// <summary>Its sizes.</summary>
    public abstract DecoderShape Shape { get; }

    /// <summary>(V, C): the token embeddings.</summary>
    public abstract Matrix Embedding { get; }

    /// <summary>(V, C): the output head; the very embeddings where the model ties it to them.</summary>
    public abstract Matrix Head { get; }

    /// <summary>Every weight, as the model uses it, for training.</summary>
    /// <exception cref="InvalidOperationException">They are integers, which cannot be trained.</exception>
    public abstract IReadOnlyList<Tensor> Trainable { get; }

    /// <summary>Where the weights lie, and the type of the states.</summary>
    public (Device Device, ScalarType Type) Activations => (FinalScale.device, FinalScale.dtype);

    /// <summary>(C): the scale of the last norm, which is kept in the type of the states whatever the arithmetic.</summary>
    protected abstract Tensor FinalScale { get; }

    /// <summary>Token embeddings, without positions.</summary>
    public Tensor Embed(Tensor ids) =>
        Embedding.Rows(ids.flatten()).view(ids.shape[0], ids.shape[1], Shape.Width); // (B, T) -> (B, T, C)

    /// <summary>Final normed hidden states of embedded tokens: (B, T, C) to (B, T, C).</summary>
    /// <param name="x">Token embeddings, which stay the caller's.</param>
    /// <param name="attention">What each position sees, and where it stands.</param>
    /// <param name="each">If given, sees the residual stream after each layer.</param>
    public abstract Tensor Forward(Tensor x, IAttention attention, Action<int, Tensor>? each = null);

    /// <summary>Scores of every token.</summary>
    public Tensor Logits(Tensor hidden) => Head.Times(hidden); // (..., C) -> (..., V)

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Sends the residual stream through all layers, freeing each state when the next is there.</summary>
    /// <param name="x">(B, T, C), which stays the caller's.</param>
    /// <param name="layer">One layer: (B, T, C) to (B, T, C).</param>
    /// <param name="each">Sees the stream after each layer.</param>
    protected Tensor Through(Tensor x, Func<Tensor, int, Tensor> layer, Action<int, Tensor>? each)
    {
        for (var i = 0; i < Shape.Layers; i++)
        {
            using var scope = NewDisposeScope();
            var next = layer(x, i); // (B, T, C)
            each?.Invoke(i, next);
            if (i > 0) x.Dispose();
            x = next.MoveToOuterDisposeScope();
        }
        return x; // (B, T, C)
    }
}
