using Pipeline.Core.Numerics;
using Pipeline.Synthesis.Features;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Gradients;

/// <summary>
/// The residual |mean phi(s_i) - t|^2 / |t|^2 of the states s_i of n texts of one class against the released class mean t, and its gradient
/// through the public feature map. At W = 0 a text's head gradient is a fixed multiple of its phi, so this is gradient
/// matching there (docs/synthesis.md, section 4).
/// </summary>
internal sealed class FeatureLoss(FeatureMap map, double[] target) : IHiddenLoss
{
    private readonly double square = Dense.Dot(target, target) is > 0 and var norm ? norm : 1;

    /// <inheritdoc/>
    public bool OfStates => true;

    /// <inheritdoc/>
    public HiddenLoss At(Tensor hidden)
    {
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        var (n, width) = ((int)hidden.shape[0], (int)hidden.shape[1]);
        var flat = hidden.to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
        var phi = new double[n][];
        var away = Array.ConvertAll(target, t => -t);
        for (var i = 0; i < n; i++)
        {
            phi[i] = map.Map(flat.AsSpan(i * width, width));
            Dense.AddScaled(away, 1.0 / n, phi[i]);
        }
        var pull = Array.ConvertAll(away, a => 2 * a / (n * square)); // d loss / d phi_i, the same for every text
        for (var i = 0; i < n; i++) map.Pullback(flat.AsSpan(i * width, width), pull).CopyTo(flat.AsSpan(i * width, width));
        var gradient = tensor(flat, [n, width]).to(hidden.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32, hidden.device);
        return new HiddenLoss(Dense.Dot(away, away) / square, gradient.MoveToOuterDisposeScope());
    }
}
