using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>
/// Rotary position embedding (Su et al. 2021): turns the pair (j, j + D/2) of every head by position * base^(-2j/D).
/// </summary>
internal sealed class Rotation : IDisposable
{
    private readonly Tensor frequencies; // (D/2), fp64
    private readonly ScalarType type;

    public Rotation(LlamaShape shape, ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        this.type = type;
        frequencies = pow(shape.RotaryBase, arange(0, shape.HeadWidth, 2, ScalarType.Float64, device).neg() / shape.HeadWidth).DetachFromDisposeScope();
    }

    /// <summary>
    /// The angles of some places: (B, T) to two of (B, T, 1, D/2), which broadcast over heads. Computed and not looked up: a
    /// table as long as the context a model file states could be of any size.
    /// </summary>
    public (Tensor Cosines, Tensor Sines) At(Tensor places)
    {
        using var scope = NewDisposeScope();
        var angles = (places.to(ScalarType.Float64).unsqueeze(-1) * frequencies).unsqueeze(2); // (B, T, 1, D/2)
        return (angles.cos().to(type).MoveToOuterDisposeScope(), angles.sin().to(type).MoveToOuterDisposeScope());
    }

    /// <summary>Turns heads by angles that broadcast over them.</summary>
    public static Tensor Turn(Tensor heads, Tensor cosines, Tensor sines)
    {
        var half = heads.shape[^1] / 2;
        var (first, second) = (heads.narrow(-1, 0, half), heads.narrow(-1, half, half));
        return cat([first * cosines - second * sines, second * cosines + first * sines], -1);
    }

    /// <inheritdoc/>
    public void Dispose() => frequencies.Dispose();
}
