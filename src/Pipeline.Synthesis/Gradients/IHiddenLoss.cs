using static TorchSharp.torch;

namespace Pipeline.Synthesis.Gradients;

/// <summary>A loss and its gradient, both at the hidden states of n texts.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Gradient">d loss / d h (n, C); the caller's.</param>
internal sealed record HiddenLoss(double Loss, Tensor Gradient) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Gradient.Dispose();
}

/// <summary>A matching loss whose gradient in the hidden states is a formula.</summary>
internal interface IHiddenLoss
{
    /// <summary>The loss at hidden states (n, C), one a text.</summary>
    HiddenLoss At(Tensor hidden);
}
