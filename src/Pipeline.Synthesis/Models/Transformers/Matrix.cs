using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>A matrix of weights [out, in] in the arithmetic the model runs in.</summary>
internal abstract class Matrix : IDisposable
{
    /// <summary>Makes a matrix from fp32 weights, which stay the caller's.</summary>
    /// <param name="weights">[out, in].</param>
    /// <param name="compute">The arithmetic.</param>
    /// <param name="device">Where products are made.</param>
    /// <param name="table">Whether rows are looked up.</param>
    public static Matrix Of(Tensor weights, ComputeType compute, Device device, bool table) => compute == ComputeType.Int8
        ? new Int8Matrix(weights, table)
        : new FloatMatrix(weights.to(Arithmetic.TypeOf(compute), device, copy: true).DetachFromDisposeScope());

    /// <summary>x W^T: (..., in) to (..., out).</summary>
    public abstract Tensor Times(Tensor x);

    /// <summary>Some rows of a table: (n) to (n, in).</summary>
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
