using static TorchSharp.torch;

namespace Pipeline.Synthesis.Admm;

/// <summary>
/// Adam (Kingma and Ba 2015) on one tensor, moments corrected for their start at zero, epsilon added after the root. Written
/// out because the gradient comes from a formula and not from a backward pass that an optimiser could listen to.
/// </summary>
internal sealed class Adam : IDisposable
{
    private const double FirstDecay = .9, SecondDecay = .999, Epsilon = 1e-8;

    private readonly double rate;
    private readonly Tensor first;
    private readonly Tensor second;
    private int steps;

    /// <summary>Starts afresh for a tensor of the same shape as <paramref name="like"/>.</summary>
    public Adam(Tensor like, double rate)
    {
        this.rate = rate;
        first = zeros_like(like).DetachFromDisposeScope();
        second = zeros_like(like).DetachFromDisposeScope();
    }

    /// <summary>Moves <paramref name="x"/> in place, one step down the gradient.</summary>
    public void Step(Tensor x, Tensor gradient)
    {
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        steps++;
        first.mul_(FirstDecay).add_(gradient * (1 - FirstDecay));
        second.mul_(SecondDecay).add_(gradient.square() * (1 - SecondDecay));
        var size = (second / (1 - Math.Pow(SecondDecay, steps))).sqrt_().add_(Epsilon);
        x.sub_(first * (rate / (1 - Math.Pow(FirstDecay, steps))) / size);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }
}
