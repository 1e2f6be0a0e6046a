using static TorchSharp.torch;

namespace Pipeline.Synthesis.Rating;

/// <summary>Adam (Kingma and Ba 2015) over plain tensors, wherever they lie; the library's own takes parameters of modules only.</summary>
internal sealed class Adam : IDisposable
{
    private const double First = .9, Second = .999, Least = 1e-8;

    private readonly IReadOnlyList<Tensor> weights;
    private readonly List<Tensor> means, squares;
    private int steps;

    public Adam(IReadOnlyList<Tensor> weights)
    {
        using var quiet = no_grad();
        this.weights = weights;
        means = [.. weights.Select(weight => zeros_like(weight).DetachFromDisposeScope())];
        squares = [.. weights.Select(weight => zeros_like(weight).DetachFromDisposeScope())];
    }

    /// <summary>One step along the gradients the weights hold, which are zero afterwards.</summary>
    public void Step(double rate)
    {
        steps++;
        using var quiet = no_grad();
        for (var i = 0; i < weights.Count; i++)
        {
            if (weights[i].grad is not { } slope) continue;
            using var scope = NewDisposeScope();
            means[i].mul_(First).add_(slope, 1 - First);
            squares[i].mul_(Second).addcmul_(slope, slope, 1 - Second);
            var spread = (squares[i] / (1 - Math.Pow(Second, steps))).sqrt_().add_(Least);
            weights[i].addcdiv_(means[i], spread, -rate / (1 - Math.Pow(First, steps)));
            slope.zero_();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var moment in means.Concat(squares)) moment.Dispose();
    }
}
