using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Gradients;

/// <summary>
/// The matching loss as the paper's code takes it: the gradient of the head by automatic differentiation with a graph of its
/// own, then the loss on it differentiated again. It shares only the transformer with the closed form.
/// </summary>
internal static class DoubleBackward
{
    /// <summary>Loss and d loss / dX.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">X (n, T, C).</param>
    /// <param name="after">(a, C).</param>
    /// <param name="head">(V, C).</param>
    /// <param name="labels">(n).</param>
    /// <param name="target">M (V, C).</param>
    public static (double Loss, Tensor Gradient) Of(Llama model, Tensor input, Tensor after, Tensor head, Tensor labels, Tensor target)
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        var x = input.detach().requires_grad_(true);
        var w = head.detach().requires_grad_(true);
        var whole = cat([x, after.unsqueeze(0).expand(x.shape[0], -1, -1)], 1);
        using var attention = new CausalAttention(model, (int)whole.shape[1]);
        var h = model.Forward(whole, attention).select(1, -1);
        var entropy = nn.functional.cross_entropy(h.mm(w.t()), labels);
        var g = autograd.grad([entropy], [w], create_graph: true, retain_graph: true)[0];
        var loss = 1 - (g * target).sum() / (g.norm() * target.norm());
        var gradient = autograd.grad([loss], [x])[0];
        return (loss.ToDouble(), gradient.MoveToOuterDisposeScope());
    }
}
