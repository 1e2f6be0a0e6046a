using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>
/// The Llama decoder (Touvron et al. 2023): RMSNorm before each part, rotary positions, grouped query heads (Ainslie et al.
/// 2023), SwiGLU, and a head of its own or tied to the embeddings. Differentiable wherever its input is.
/// B rows, T positions, C width, H query heads, G key heads, D head width, V tokens.
/// </summary>
internal sealed class Llama(LlamaShape shape, LlamaWeights weights, Rotation rotation, WeightReader owner) : Decoder
{
    public override DecoderShape Shape => shape;

    public override Matrix Embedding => weights.Embedding;

    public override Matrix Head => weights.Head;

    public override IReadOnlyList<Tensor> Trainable => owner.Trainable;

    protected override Tensor FinalScale => weights.FinalNorm;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, IAttention attention, Action<int, Tensor>? each = null)
    {
        using var scope = NewDisposeScope();
        var angles = rotation.At(attention.Places);
        var last = Through(x, (state, i) => Layer(state, i, attention, angles), each); // (B, T, C)
        return Norm(last, weights.FinalNorm).MoveToOuterDisposeScope(); // (B, T, C)
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        owner.Dispose();
        rotation.Dispose();
    }

    private Tensor Layer(Tensor x, int i, IAttention attention, (Tensor Cosines, Tensor Sines) angles)
    {
        var layer = weights.Layers[i];
        var (b, t) = (x.shape[0], x.shape[1]);
        var (turning, keys) = (shape.Heads + shape.KeyHeads, shape.KeyHeads);

        var heads = layer.QueryKeyValue.Times(Norm(x, layer.AttentionNorm)).view(b, t, turning + keys, shape.HeadWidth); // (B, T, H+2G, D)
        var turned = Rotation.Turn(heads.narrow(2, 0, turning), angles.Cosines, angles.Sines); // (B, T, H+G, D)
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
