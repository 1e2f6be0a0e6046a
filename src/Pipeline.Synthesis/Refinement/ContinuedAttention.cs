using Pipeline.Synthesis.Models.Transformers;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Refinement;

/// <summary>
/// Attention of rows that share their first s places with a text whose keys and values are known: only places s to T - 1 are
/// computed. Every row has T places.
/// </summary>
internal sealed class ContinuedAttention : IAttention, IDisposable
{
    private readonly BasePass known;
    private readonly int shared;
    private readonly Tensor mask; // (1, 1, H/G (T - s), T)

    public ContinuedAttention(Llama model, BasePass known, int shared, int positions)
    {
        (this.known, this.shared) = (known, shared);
        using var scope = NewDisposeScope();
        var (cosines, sines) = model.Rotation.First(positions);
        var added = positions - shared;
        Cosines = cosines.narrow(0, shared, added).unsqueeze(1).DetachFromDisposeScope(); // (T - s, 1, D/2)
        Sines = sines.narrow(0, shared, added).unsqueeze(1).DetachFromDisposeScope(); // (T - s, 1, D/2)
        var later = full([added, positions], float.NegativeInfinity, cosines.dtype, cosines.device).triu(shared + 1); // (T - s, T)
        mask = later.repeat(model.Shape.Heads / model.Shape.KeyHeads, 1).unsqueeze(0).unsqueeze(0).DetachFromDisposeScope();
    }

    public Tensor Cosines { get; }

    public Tensor Sines { get; }

    public Tensor Attend(int layer, Tensor queries, Tensor keys, Tensor values)
    {
        return CausalAttention.Grouped(queries, Whole(known.Keys[layer], keys), Whole(known.Values[layer], values), mask);

        Tensor Whole(Tensor before, Tensor added) => // (B, G, T, D)
            cat([before.narrow(1, 0, shared).expand(added.shape[0], -1, -1, -1), added], 1).transpose(1, 2);
    }

    public void Dispose()
    {
        mask.Dispose();
        Cosines.Dispose();
        Sines.Dispose();
    }
}
