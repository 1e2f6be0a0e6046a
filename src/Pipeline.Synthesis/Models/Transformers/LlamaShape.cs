using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Gguf;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>The sizes of a Llama model. C is the width, H and G the query and key heads, D the head width, V the vocabulary.</summary>
public sealed record LlamaShape
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

    /// <summary>Base of the rotary position embedding.</summary>
    public required double RotaryBase { get; init; }

    /// <summary>Added to the mean square in RMSNorm.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary>D: width of one head.</summary>
    public int HeadWidth => Width / Heads;

    /// <summary>Number of weights.</summary>
    public long Weights => (long)Vocabulary * Width + Width
        + Layers * ((long)Width * (2 * Width + 2 * KeyHeads * HeadWidth) + 3L * Width * Inner + 2 * Width);

    /// <summary>Reads the sizes a model file states.</summary>
    /// <exception cref="BadInputException">The file holds another architecture or impossible sizes.</exception>
    public static LlamaShape Of(GgufFile file)
    {
        var metadata = file.Metadata;
        if (metadata.Text("general.architecture") is not "llama")
            throw new BadInputException(file.Name, "The model is of another architecture.", "llama");
        var shape = new LlamaShape
        {
            Layers = metadata.Whole("llama.block_count"),
            Width = metadata.Whole("llama.embedding_length"),
            Inner = metadata.Whole("llama.feed_forward_length"),
            Heads = metadata.Whole("llama.attention.head_count"),
            KeyHeads = metadata.Whole("llama.attention.head_count_kv"),
            Vocabulary = metadata.List<string>("tokenizer.ggml.tokens").Count,
            Context = metadata.Whole("llama.context_length"),
            RotaryBase = metadata.Number("llama.rope.freq_base"),
            NormEpsilon = metadata.Number("llama.attention.layer_norm_rms_epsilon"),
        };
        var possible = shape is { Layers: > 0, Width: > 0, Inner: > 0, Heads: > 0, KeyHeads: > 0, Vocabulary: > 0, Context: > 0, RotaryBase: > 1, NormEpsilon: > 0 }
            && shape.Width % shape.Heads == 0 && shape.Heads % shape.KeyHeads == 0 && shape.HeadWidth % 2 == 0
            && metadata.Whole("llama.rope.dimension_count") == shape.HeadWidth;
        return possible ? shape : throw new BadInputException(file.Name, "The sizes of the model contradict each other.");
    }
}
