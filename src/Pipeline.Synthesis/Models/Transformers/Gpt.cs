using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>
/// The GPT-2 decoder (Radford et al. 2019) and OPT (Zhang et al. 2022) in its pre-norm form: layer norms with a bias, learned
/// positions added to the embeddings, one key head for each query head, and a plain feed-forward part.
/// B rows, T positions, C width, H heads, D head width, V tokens.
/// </summary>
internal sealed class Gpt(GptShape shape, GptWeights weights, WeightReader owner) : Decoder
{
    public override DecoderShape Shape => shape;

    public override Matrix Embedding => weights.Embedding;

    public override Matrix Head => weights.Head;

    public override IReadOnlyList<Tensor> Trainable => owner.Trainable;

    protected override Tensor FinalScale => weights.FinalNorm.Weight;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, IAttention attention, Action<int, Tensor>? each = null)
    {
        using var scope = NewDisposeScope();
        var places = attention.Places; // (B or 1, T or 1)
        var positions = weights.Positions.Rows(places.flatten() + shape.PositionOffset).view(places.shape[0], places.shape[1], shape.Width);
        var last = Through(x + positions, (state, i) => Layer(state, i, attention), each); // (B, T, C)
        return Norm(last, weights.FinalNorm).MoveToOuterDisposeScope(); // (B, T, C)
    }

    /// <inheritdoc/>
    public override void Dispose() => owner.Dispose();

    private Tensor Layer(Tensor x, int i, IAttention attention)
    {
        var layer = weights.Layers[i];
        var (b, t, h) = (x.shape[0], x.shape[1], shape.Heads);

        var heads = layer.QueryKeyValue.Times(Norm(x, layer.AttentionNorm)).view(b, t, 3 * h, shape.HeadWidth); // (B, T, 3H, D)
        var seen = attention.Attend(i, heads.narrow(2, 0, h), heads.narrow(2, h, h), heads.narrow(2, 2 * h, h)); // (B, T, C)
        x = x + layer.Output.Times(seen); // (B, T, C)

        var up = layer.Up.Times(Norm(x, layer.FeedForwardNorm)); // (B, T, inner)
        return x + layer.Down.Times(shape.Relu ? relu(up) : GeluByTanh(up)); // (B, T, C)
    }

    /// <summary>0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))), Hendrycks and Gimpel 2016; the binding has only the exact one.</summary>
    private static Tensor GeluByTanh(Tensor x)
    {
        using var scope = NewDisposeScope();
        var inner = (x + x.pow(3) * 0.044715) * Math.Sqrt(2 / Math.PI);
        return (x * 0.5 * (inner.tanh() + 1)).MoveToOuterDisposeScope();
    }

    private Tensor Norm(Tensor x, NormWeights norm)
    {
        using var scope = NewDisposeScope();
        // In bf16 the mean and the variance are taken in fp32, as in training.
        var wide = x.dtype == ScalarType.BFloat16 ? x.to(ScalarType.Float32) : x;
        var normed = layer_norm(wide, [shape.Width], eps: shape.NormEpsilon).to(x.dtype); // (B, T, C)
        return (normed * norm.Weight + norm.Bias).MoveToOuterDisposeScope();
    }
}
