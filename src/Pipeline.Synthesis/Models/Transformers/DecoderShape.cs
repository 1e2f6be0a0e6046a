namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>The sizes of a decoder. C is the width, H and G the query and key heads, D the head width, V the vocabulary.</summary>
public abstract record DecoderShape
{
    /// <summary>Number of layers.</summary>
    public required int Layers { get; init; }

    /// <summary>C: width of the residual stream.</summary>
    public required int Width { get; init; }

    /// <summary>Inner width of the feed-forward part.</summary>
    public required int Inner { get; init; }

    /// <summary>H: query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>G: key and value heads; each serves H / G query heads.</summary>
    public required int KeyHeads { get; init; }

    /// <summary>V: number of tokens.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Longest sequence the model was trained for.</summary>
    public required int Context { get; init; }

    /// <summary>Added to the mean square, or the variance, when a state is normed.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary>Whether the output head is a matrix of its own, and not the embeddings.</summary>
    public required bool OwnHead { get; init; }

    /// <summary>D: width of one head.</summary>
    public int HeadWidth => Width / Heads;

    /// <summary>Number of weights.</summary>
    public long Weights => (OwnHead ? 2L : 1L) * Vocabulary * Width + OfEnds + Layers * OfLayer;

    /// <summary>Number of weights of one layer.</summary>
    private protected abstract long OfLayer { get; }

    /// <summary>Number of weights that belong to no layer and are neither embeddings of tokens nor head.</summary>
    private protected abstract long OfEnds { get; }

    /// <summary>Whether the sizes fit each other; 8-bit products need two columns.</summary>
    private protected bool SizesFit =>
        this is { Layers: > 0, Width: > 1, Inner: > 1, Heads: > 0, KeyHeads: > 0, Vocabulary: > 0, Context: > 0, NormEpsilon: > 0 }
        && Width % Heads == 0 && Heads % KeyHeads == 0;
}
