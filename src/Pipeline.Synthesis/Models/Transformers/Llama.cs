using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>
/// The Llama decoder (Touvron et al. 2023): RMSNorm before each part, rotary positions, grouped query heads (Ainslie et al.
/// 2023), SwiGLU, and a head of its own or tied to the embeddings. Differentiable wherever its input is.
/// B rows, T positions, C width, H query heads, G key heads, D head width, V tokens.
/// </summary>
internal sealed class Llama(LlamaShape shape, LlamaWeights weights, Rotation rotation) : IDisposable
{
    public LlamaShape Shape => shape;

    public LlamaWeights Weights => weights;

    public Rotation Rotation => rotation;

    /// <summary>Token embeddings.</summary>
    public Tensor Embed(Tensor ids) =>
        weights.Embedding.Rows(ids.flatten()).view(ids.shape[0], ids.shape[1], shape.Width); // (B, T) -> (B, T, C)

    /// <summary>Final normed hidden states. <paramref name="each"/>, if given, sees the residual stream after each layer.</summary>
    public Tensor Forward(Tensor x, IAttention attention, Action<int, Tensor>? each = null)
    {
        for (var i = 0; i < weights.Layers.Length; i++)
        {
            using var scope = NewDisposeScope();
            var next = Layer(x, i, attention); // (B, T, C)
            each?.Invoke(i, next);
            if (i > 0) x.Dispose();
            x = next.MoveToOuterDisposeScope();
        }
        return Norm(x, weights.FinalNorm); // (B, T, C)
    }

    /// <summary>Scores of every token.</summary>
    public Tensor Logits(Tensor hidden) => weights.Head.Times(hidden); // (..., C) -> (..., V)

    /// <inheritdoc/>
    public void Dispose()
    {
        weights.Dispose();
        rotation.Dispose();
    }

    private Tensor Layer(Tensor x, int i, IAttention attention)
    {
        var layer = weights.Layers[i];
        var (b, t) = (x.shape[0], x.shape[1]);
        var (turning, keys) = (shape.Heads + shape.KeyHeads, shape.KeyHeads);

        var heads = layer.QueryKeyValue.Times(Norm(x, layer.AttentionNorm)).view(b, t, turning + keys, shape.HeadWidth); // (B, T, H+2G, D)
        var turned = Rotation.Turn(heads.narrow(2, 0, turning), attention.Cosines, attention.Sines); // (B, T, H+G, D)
        var seen = attention.Attend(i, turned.narrow(2, 0, shape.Heads), turned.narrow(2, shape.Heads, keys), heads.narrow(2, turning, keys)); // (B, T, HD)
        x = x + layer.Output.Times(seen); // (B, T, C)

        var gateUp = layer.GateUp.Times(Norm(x, layer.FeedForwardNorm)); // (B, T, 2 inner)
        var active = silu(gateUp.narrow(-1, 0, shape.Inner)).mul_(gateUp.narrow(-1, shape.Inner, shape.Inner)); // (B, T, inner)
        return x + layer.Down.Times(active); // (B, T, C)
    }

    private Tensor Norm(Tensor x, Tensor weight)
    {
        using var scope = NewDisposeScope();
        // bf16 would lose the mean square of 576 values; the statistics are taken in fp32 as in training.
        var wide = x.dtype == ScalarType.BFloat16 ? x.to(ScalarType.Float32) : x;
        var scale = wide.square().mean([-1], keepdim: true).add_(shape.NormEpsilon).rsqrt_(); // (B, T, 1)
        return (wide * scale).to(x.dtype).mul(weight).MoveToOuterDisposeScope();
    }
}
