using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>
/// What is read of a text within a prompt, its state (2C): the final normed hidden state at the prompt's last position (C), where
/// the model is about to name the label; then the mean of the residual stream over the text's own positions, late in the model
/// (C), which says what the text is about. The last layers turn towards the next token and know less of that: on support tickets
/// a head on such means after four fifths of the layers is right for .85 of the texts, on last positions for .70
/// (docs/synthesis.md, section 8). Differentiable wherever its input is. B rows, T positions.
/// </summary>
internal static class PooledState
{
    /// <summary>Share of the layers below the mean.</summary>
    private const double Depth = .8;

    /// <summary>The layer, from 0, after which the mean is taken.</summary>
    public static int LayerOf(DecoderShape shape) => Math.Min(shape.Layers - 1, (int)(Depth * shape.Layers));

    /// <summary>Width of a state: 2C.</summary>
    public static int WidthOf(DecoderShape shape) => 2 * shape.Width;

    /// <summary>The states of rows that are read whole: (B, T, C) to (B, 2C).</summary>
    /// <param name="model">The model.</param>
    /// <param name="x">Embeddings (B, T, C), which stay the caller's.</param>
    /// <param name="attention">What each position sees.</param>
    /// <param name="last">The last position of each row (B).</param>
    /// <param name="shares">What each position counts in the mean (B, T): 1/n at the n positions of the text that count, else 0.</param>
    public static Tensor Of(Decoder model, Tensor x, IAttention attention, Tensor last, Tensor shares)
    {
        using var scope = NewDisposeScope();
        var (states, middle) = Through(model, x, attention); // both (B, T, C)
        using var freed = middle;
        var named = states[arange(last.shape[0], device: last.device), last]; // (B, C)
        var mean = shares.unsqueeze(1).matmul(middle.to(shares.dtype)).squeeze(1); // (B, C)
        return cat([named.to(shares.dtype), mean], 1).MoveToOuterDisposeScope(); // (B, 2C)
    }

    /// <summary>Final normed states, and the residual stream after <see cref="LayerOf"/>, both (B, T, C). The latter is in no scope.</summary>
    public static (Tensor States, Tensor Middle) Through(Decoder model, Tensor x, IAttention attention)
    {
        Tensor? middle = null;
        var layer = LayerOf(model.Shape);
        var states = model.Forward(x, attention, (i, state) =>
        {
            // An alias: the stream itself is freed as soon as the next layer is there.
            if (i == layer) middle = state.alias().DetachFromDisposeScope();
        });
        return (states, middle!);
    }

    /// <summary>
    /// The first position that counts. A prompt's very first serves attention as a sink: its stream is hundreds of times as long as
    /// any other's and depends on its token alone, so it would drown a short text's mean. It counts only where it is all there is.
    /// </summary>
    public static int FirstOf(int first, int end) => first == 0 && end > 1 ? 1 : first;

    /// <summary>One row's shares (T): 1/n at the n positions of a text that count.</summary>
    /// <param name="length">T.</param>
    /// <param name="first">Where the text begins.</param>
    /// <param name="end">Where it ends.</param>
    public static float[] Shares(int length, int first, int end)
    {
        var shares = new float[length];
        var from = FirstOf(first, end);
        shares.AsSpan(from, end - from).Fill(1f / (end - from));
        return shares;
    }
}
