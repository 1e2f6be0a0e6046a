using static TorchSharp.torch;

namespace Pipeline.Synthesis.Admm;

/// <summary>Embeddings to the tokens nearest by cosine, ties to the lowest id. V tokens, C wide.</summary>
internal sealed class TokenProjection : IDisposable
{
    /// <summary>Positions compared with the whole vocabulary at once: some tens of megabytes of cosines.</summary>
    private const int AtOnce = 128;

    private readonly Tensor table; // (V, C)
    private readonly Tensor directions; // (V, C), of length 1

    /// <summary>Projects to the rows of an embedding table, which stays the caller's.</summary>
    public TokenProjection(Tensor table)
    {
        using var scope = NewDisposeScope();
        this.table = table;
        directions = nn.functional.normalize(table, 2, 1).DetachFromDisposeScope();
    }

    /// <summary>Ids of the nearest tokens: (n, T, C) to (n, T).</summary>
    public Tensor Nearest(Tensor x)
    {
        using var scope = NewDisposeScope();
        // Scaling x does not change which cosine is greatest.
        var flat = x.reshape(-1, x.shape[^1]).to(directions.dtype); // (n T, C)
        var parts = flat.split(AtOnce).Select(part => part.mm(directions.t()).argmax(1)).ToList();
        return cat(parts).view(x.shape[0], x.shape[1]).MoveToOuterDisposeScope();
    }

    /// <summary>The embeddings of tokens: (n, T) to (n, T, C).</summary>
    public Tensor Embed(Tensor ids)
    {
        using var scope = NewDisposeScope();
        return table.index_select(0, ids.flatten()).view(ids.shape[0], ids.shape[1], -1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => directions.Dispose();
}
