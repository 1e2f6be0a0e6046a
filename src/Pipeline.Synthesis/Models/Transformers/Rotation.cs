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
    /// The angles of some positions: (n) to two of (n, D/2). Computed and not looked up: a table as long as the context a
    /// model file states could be of any size.
    /// </summary>
    public (Tensor Cosines, Tensor Sines) At(Tensor positions)
    {
        using var scope = NewDisposeScope();
        var angles = outer(positions.to(ScalarType.Float64), frequencies); // (n, D/2)
        return (angles.cos().to(type).MoveToOuterDisposeScope(), angles.sin().to(type).MoveToOuterDisposeScope());
    }

    /// <summary>The angles of positions 0 to <paramref name="count"/> - 1.</summary>
    public (Tensor Cosines, Tensor Sines) First(int count)
    {
        using var positions = arange(count, ScalarType.Int64, frequencies.device);
        return At(positions);
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
