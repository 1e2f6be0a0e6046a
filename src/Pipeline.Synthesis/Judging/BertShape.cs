using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Gguf;

namespace Pipeline.Synthesis.Judging;

/// <summary>The sizes of a BERT encoder. C is the width, H the heads, D the head width, V the vocabulary.</summary>
/// <param name="Layers">Number of layers.</param>
/// <param name="Width">C: width of the residual stream, and of an embedding.</param>
/// <param name="Inner">Inner width of the feed-forward part.</param>
/// <param name="Heads">H: attention heads.</param>
/// <param name="Vocabulary">V: number of tokens.</param>
/// <param name="Types">Rows of the token type table.</param>
/// <param name="Context">Positions of the position table.</param>
/// <param name="NormEpsilon">Added to the variance in LayerNorm.</param>
internal sealed record BertShape(int Layers, int Width, int Inner, int Heads, int Vocabulary, int Types, int Context, double NormEpsilon)
{
    /// <summary>What <c>bert.pooling_type</c> calls the mean over positions.</summary>
    private const int MeanPooling = 1;

    /// <summary>D: width of one head.</summary>
    public int HeadWidth => Width / Heads;

    /// <summary>Reads the sizes a model file states.</summary>
    /// <exception cref="BadInputException">The file holds another architecture or impossible sizes.</exception>
    public static BertShape Of(GgufFile file)
    {
        var metadata = file.Metadata;
        if (metadata.Text("general.architecture") is not "bert")
            throw new BadInputException(file.Name, "The model is of another architecture.", "bert");
        if (metadata.Whole("bert.pooling_type") != MeanPooling)
            throw new BadInputException(file.Name, "The model makes a sentence of its words in another way.", $"bert.pooling_type {MeanPooling} (mean)");
        var shape = new BertShape(
            metadata.Whole("bert.block_count"),
            metadata.Whole("bert.embedding_length"),
            metadata.Whole("bert.feed_forward_length"),
            metadata.Whole("bert.attention.head_count"),
            metadata.List<string>("tokenizer.ggml.tokens").Count,
            metadata.Whole("tokenizer.ggml.token_type_count"),
            metadata.Whole("bert.context_length"),
            metadata.Number("bert.attention.layer_norm_epsilon"));
        var possible = shape is { Layers: > 0, Width: > 0, Inner: > 0, Heads: > 0, Vocabulary: > 0, Types: > 0, NormEpsilon: > 0, Context: >= WordPieceTokenizer.MostIds }
            && shape.Width % shape.Heads == 0;
        return possible ? shape : throw new BadInputException(file.Name, "The sizes of the model contradict each other.");
    }
}
