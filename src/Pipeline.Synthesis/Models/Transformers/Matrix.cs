using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>A matrix of weights [out, in] in the arithmetic the model runs in.</summary>
internal abstract class Matrix : IDisposable
{
    /// <summary>Makes a matrix from fp32 weights, which stay the caller's.</summary>
    public static Matrix Of(Tensor weights, ComputeType compute, Device device) => compute == ComputeType.Int8
        ? new Int8Matrix(weights)
        : new FloatMatrix(weights.to(Arithmetic.TypeOf(compute), device, copy: true).DetachFromDisposeScope());

    /// <summary>x W^T: (..., in) to (..., out).</summary>
    public abstract Tensor Times(Tensor x);

    /// <summary>Some rows: (n) to (n, in).</summary>
    public abstract Tensor Rows(Tensor indices);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Weights in the type of the activations.</summary>
internal sealed class FloatMatrix(Tensor weights) : Matrix
{
    /// <summary>[out, in].</summary>
    public Tensor Weights => weights;

    public override Tensor Times(Tensor x) => linear(x, weights);

    public override Tensor Rows(Tensor indices) => weights.index_select(0, indices);

    public override void Dispose() => weights.Dispose();
}
