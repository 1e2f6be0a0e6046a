using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>
/// Rotary position embedding (Su et al. 2021): turns the pair (j, j + D/2) of every head by position * base^(-2j/D).
/// </summary>
internal sealed class Rotation : IDisposable
{
    private readonly Tensor cosines; // (context, D/2)
    private readonly Tensor sines; // (context, D/2)

    public Rotation(LlamaShape shape, ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        var frequencies = pow(shape.RotaryBase, arange(0, shape.HeadWidth, 2, ScalarType.Float64).neg() / shape.HeadWidth); // (D/2)
        var angles = outer(arange(0, shape.Context, ScalarType.Float64), frequencies); // (context, D/2)
        cosines = angles.cos().to(type, device).DetachFromDisposeScope();
        sines = angles.sin().to(type, device).DetachFromDisposeScope();
    }

    /// <summary>The angles of some positions: (n) to two of (n, D/2).</summary>
    public (Tensor Cosines, Tensor Sines) At(Tensor positions) => (cosines.index_select(0, positions), sines.index_select(0, positions));

    /// <summary>The angles of positions 0 to <paramref name="count"/> - 1, as views.</summary>
    public (Tensor Cosines, Tensor Sines) First(int count) => (cosines.narrow(0, 0, count), sines.narrow(0, 0, count));

    /// <summary>Turns heads by angles that broadcast over them.</summary>
    public static Tensor Turn(Tensor heads, Tensor cosines, Tensor sines)
    {
        var half = heads.shape[^1] / 2;
        var (first, second) = (heads.narrow(-1, 0, half), heads.narrow(-1, half, half));
        return cat([first * cosines - second * sines, second * cosines + first * sines], -1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cosines.Dispose();
        sines.Dispose();
    }
}
