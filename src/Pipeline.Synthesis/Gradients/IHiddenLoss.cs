using Pipeline.Synthesis.Models.Transformers;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Gradients;

/// <summary>A loss and its gradient, both at the states of n texts.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Gradient">d loss / d h (n, C), or d loss / d state (n, 2C); the caller's.</param>
internal sealed record HiddenLoss(double Loss, Tensor Gradient) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Gradient.Dispose();
}

/// <summary>A matching loss whose gradient in the hidden states is a formula.</summary>
internal interface IHiddenLoss
{
    /// <summary>Whether it sees whole states (2C, see <see cref="PooledState"/>) or the last hidden states alone (C).</summary>
    bool OfStates { get; }

    /// <summary>The loss at states (n, 2C) or hidden states (n, C), one a text.</summary>
    HiddenLoss At(Tensor hidden);
}
