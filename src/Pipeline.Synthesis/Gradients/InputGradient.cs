using Pipeline.Synthesis.Models.Transformers;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Gradients;

/// <summary>
/// The gradient of a matching loss in the input embeddings by one forward and one backward pass: the formula gives the slope at
/// what the loss sees of a text, and the chain rule from there to the input is all that is left to differentiate.
/// </summary>
internal static class InputGradient
{
    /// <summary>Texts whose forward pass is kept for the way back at once: some hundred megabytes for SmolLM2-135M.</summary>
    public const int KeptAtOnce = 8;

    /// <summary>Loss and d loss / dX, in X's type.</summary>
    /// <param name="model">The model; its weights are constants.</param>
    /// <param name="input">X (n, T, C): embeddings of the part that may change.</param>
    /// <param name="before">(b, C): embeddings before it, the same for every text; may have no rows.</param>
    /// <param name="after">(a, C): embeddings after it; the last position is the last of them, or of X where there are none.</param>
    /// <param name="loss">The loss at the last hidden states, or at the states with X as the text.</param>
    /// <param name="atOnce">
    /// Texts taken together. More than that are read once for the loss, which sees all, and again part by part for the way back.
    /// </param>
    public static HiddenLoss Of(Decoder model, Tensor input, Tensor before, Tensor after, IHiddenLoss loss, int atOnce = KeptAtOnce)
    {
        using var scope = NewDisposeScope();
        if (input.shape[0] <= atOnce)
        {
            using var recording = enable_grad();
            var x = input.detach().requires_grad_(true); // (n, T, C)
            var last = Seen(model, x, before, after, loss.OfStates); // (n, C) or (n, 2C)
            using var at = loss.At(last.detach());
            return new HiddenLoss(at.Loss, Back(last, x, at.Gradient).MoveToOuterDisposeScope());
        }
        using var whole = loss.At(cat(input.split(atOnce).Select(part => Forward(model, part, before, after, loss.OfStates)).ToList()));
        var gradients = input.split(atOnce).Zip(whole.Gradient.split(atOnce), (part, slope) => PartBack(model, part, before, after, slope, loss.OfStates)).ToList();
        return new HiddenLoss(whole.Loss, cat(gradients).MoveToOuterDisposeScope());
    }

    /// <summary>What a loss sees, alone: (n, T, C) to (n, C), or to states (n, 2C).</summary>
    public static Tensor Forward(Decoder model, Tensor input, Tensor before, Tensor after, bool states)
    {
        using var inference = no_grad();
        return Seen(model, input, before, after, states);
    }

    private static Tensor PartBack(Decoder model, Tensor input, Tensor before, Tensor after, Tensor slope, bool states)
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        var x = input.detach().requires_grad_(true);
        return Back(Seen(model, x, before, after, states), x, slope).MoveToOuterDisposeScope();
    }

    private static Tensor Back(Tensor last, Tensor x, Tensor slope) => autograd.grad([last], [x], [slope.to(last.dtype)])[0];

    private static Tensor Seen(Decoder model, Tensor x, Tensor before, Tensor after, bool states)
    {
        using var scope = NewDisposeScope();
        var whole = cat([Repeated(before), x, Repeated(after)], 1).to(model.Activations.Type); // (n, b + T + a, C)
        var (first, length) = ((int)before.shape[0], (int)whole.shape[1]);
        using var attention = new CausalAttention(model, length);
        if (!states) return model.Forward(whole, attention).select(1, -1).MoveToOuterDisposeScope();
        var last = full([x.shape[0]], length - 1, ScalarType.Int64, x.device);
        var shares = tensor(PooledState.Shares(length, first, first + (int)x.shape[1])).to(Wide(whole.dtype), x.device).unsqueeze(0).expand(x.shape[0], -1);
        return PooledState.Of(model, whole, attention, last, shares).MoveToOuterDisposeScope();

        Tensor Repeated(Tensor rows) => rows.unsqueeze(0).expand(x.shape[0], -1, -1).to(x.dtype); // (n, rows, C)
    }

    private static ScalarType Wide(ScalarType type) => type == ScalarType.Float64 ? type : ScalarType.Float32;
}
