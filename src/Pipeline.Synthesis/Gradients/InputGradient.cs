using Pipeline.Synthesis.Models.Transformers;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Gradients;

/// <summary>
/// The gradient of a matching loss in the input embeddings by one forward and one backward pass: the formula gives d loss / d h,
/// and the chain rule from h to the input is all that is left to differentiate.
/// </summary>
internal static class InputGradient
{
    /// <summary>Texts whose forward pass is kept for the way back at once: some hundred megabytes for SmolLM2-135M.</summary>
    public const int KeptAtOnce = 8;

    /// <summary>Loss and d loss / dX, in X's type.</summary>
    /// <param name="model">The model; its weights are constants.</param>
    /// <param name="input">X (n, T, C): embeddings of the part that may change.</param>
    /// <param name="before">(b, C): embeddings before it, the same for every text; may have no rows.</param>
    /// <param name="after">(a, C): embeddings after it; h is the last of them, or of X where there are none.</param>
    /// <param name="loss">The loss at h (n, C).</param>
    /// <param name="atOnce">
    /// Texts taken together. More than that are read once for the loss, which sees all, and again part by part for the way back.
    /// </param>
    public static HiddenLoss Of(Llama model, Tensor input, Tensor before, Tensor after, IHiddenLoss loss, int atOnce = KeptAtOnce)
    {
        using var scope = NewDisposeScope();
        if (input.shape[0] <= atOnce)
        {
            using var recording = enable_grad();
            var x = input.detach().requires_grad_(true); // (n, T, C)
            var last = Last(model, x, before, after); // (n, C)
            using var at = loss.At(last.detach());
            return new HiddenLoss(at.Loss, Back(last, x, at.Gradient).MoveToOuterDisposeScope());
        }
        using var whole = loss.At(cat(input.split(atOnce).Select(part => Forward(model, part, before, after)).ToList()));
        var gradients = input.split(atOnce).Zip(whole.Gradient.split(atOnce), (part, slope) => PartBack(model, part, before, after, slope)).ToList();
        return new HiddenLoss(whole.Loss, cat(gradients).MoveToOuterDisposeScope());
    }

    /// <summary>h alone: (n, T, C) to (n, C).</summary>
    public static Tensor Forward(Llama model, Tensor input, Tensor before, Tensor after)
    {
        using var inference = no_grad();
        return Last(model, input, before, after);
    }

    private static Tensor PartBack(Llama model, Tensor input, Tensor before, Tensor after, Tensor slope)
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        var x = input.detach().requires_grad_(true);
        return Back(Last(model, x, before, after), x, slope).MoveToOuterDisposeScope();
    }

    private static Tensor Back(Tensor last, Tensor x, Tensor slope) => autograd.grad([last], [x], [slope.to(last.dtype)])[0];

    /// <summary>h: (n, T, C) to (n, C).</summary>
    private static Tensor Last(Llama model, Tensor x, Tensor before, Tensor after)
    {
        using var scope = NewDisposeScope();
        var whole = cat([Repeated(before), x, Repeated(after)], 1).to(model.Weights.FinalNorm.dtype); // (n, b + T + a, C)
        using var attention = new CausalAttention(model, (int)whole.shape[1]);
        return model.Forward(whole, attention).select(1, -1).MoveToOuterDisposeScope();

        Tensor Repeated(Tensor rows) => rows.unsqueeze(0).expand(x.shape[0], -1, -1).to(x.dtype); // (n, rows, C)
    }
}
