using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Pipeline.Synthesis.Judging;

/// <summary>
/// The BERT encoder (Devlin et al. 2019): learned positions, attention in both directions, LayerNorm after each residual sum,
/// GELU by the error function. B rows, T positions, C width, H heads, D head width.
/// </summary>
internal sealed class Bert(BertShape shape, BertWeights weights) : IDisposable
{
    public BertShape Shape => shape;

    /// <summary>
    /// Sentence embeddings of unit length: the mean of the last hidden states over a row's own positions.
    /// </summary>
    /// <param name="ids">(B, T), padded at the end with any id.</param>
    /// <param name="own">(B, T), 1 at a row's own positions and 0 at its padding.</param>
    /// <returns>(B, C).</returns>
    public Tensor Embed(Tensor ids, Tensor own)
    {
        using var scope = NewDisposeScope();
        var (b, t) = (ids.shape[0], ids.shape[1]);
        var mask = (1 - own).mul_(-1e9f).view(b, 1, 1, t); // (B, 1, 1, T): padding is never attended to
        var x = weights.Tokens.index_select(0, ids.flatten()).view(b, t, shape.Width) + weights.Positions.narrow(0, 0, t); // (B, T, C)
        x = Norm(x, weights.EmbeddingNorm);
        foreach (var layer in weights.Layers) x = Layer(x, layer, mask);
        var sum = (x * own.unsqueeze(-1)).sum(1); // (B, C); the division by the count falls out with the length
        return normalize(sum, dim: 1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => weights.Dispose();

    private Tensor Layer(Tensor x, BertLayer layer, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var (b, t) = (x.shape[0], x.shape[1]);
        var heads = Times(x, layer.QueryKeyValue).view(b, t, 3, shape.Heads, shape.HeadWidth).permute(2, 0, 3, 1, 4); // (3, B, H, T, D)
        var seen = scaled_dot_product_attention(heads[0], heads[1], heads[2], mask.expand(b, shape.Heads, t, t)); // (B, H, T, D)
        var merged = seen.transpose(1, 2).reshape(b, t, shape.Width); // (B, T, C)
        x = Norm(Times(merged, layer.Output).add_(x), layer.AttentionNorm); // (B, T, C)
        return Norm(Times(gelu(Times(x, layer.Up)), layer.Down).add_(x), layer.OutputNorm).MoveToOuterDisposeScope(); // (B, T, C)
    }

    private static Tensor Times(Tensor x, Affine affine) => linear(x, affine.Weight, affine.Bias);

    private Tensor Norm(Tensor x, Affine affine) => layer_norm(x, [shape.Width], affine.Weight, affine.Bias, shape.NormEpsilon);
}
