using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Files;
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

    /// <summary>Whether the output head is a matrix of its own, and not the embeddings.</summary>
    public required bool OwnHead { get; init; }

    /// <summary>Number of weights.</summary>
    public long Weights => (OwnHead ? 2L : 1L) * Vocabulary * Width + Width
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
            OwnHead = LlamaNames.Gguf.HasHead(file),
        };
        if (metadata.Has("llama.rope.scaling.type") && metadata.Text("llama.rope.scaling.type") is not "none" || file.Tensors.ContainsKey("rope_freqs.weight"))
            throw new BadInputException(file.Name, "The model scales its rotary positions in a way that is not built here.", "unscaled positions");
        return shape.Possible && metadata.Whole("llama.rope.dimension_count") == shape.HeadWidth
            ? shape
            : throw new BadInputException(file.Name, "The sizes of the model contradict each other.");
    }

    /// <summary>Reads the sizes a <c>config.json</c> states.</summary>
    /// <exception cref="BadInputException">The model differs from a Llama in some way, or the sizes are impossible.</exception>
    internal static LlamaShape Of(ModelJson config)
    {
        config.Only("hidden_act", "silu");
        config.Only("attention_bias", false);
        config.Only("mlp_bias", false);
        var heads = config.Size("num_attention_heads");
        var shape = new LlamaShape
        {
            Layers = config.Size("num_hidden_layers"),
            Width = config.Size("hidden_size"),
            Inner = config.Size("intermediate_size"),
            Heads = heads,
            KeyHeads = config.Has("num_key_value_heads") ? config.Size("num_key_value_heads") : heads,
            Vocabulary = config.Size("vocab_size"),
            Context = config.Size("max_position_embeddings"),
            RotaryBase = RotaryBaseOf(config),
            NormEpsilon = config.Positive("rms_norm_eps"),
            OwnHead = !config.Flag("tie_word_embeddings", false),
        };
        if (!shape.Possible) throw config.Wrong("hidden_size", "heads that divide it into even widths, and key heads that divide the heads");
        if (config.Has("head_dim") && config.Size("head_dim") != shape.HeadWidth) throw config.Wrong("head_dim", $"{shape.HeadWidth}, which is hidden_size / num_attention_heads");
        return shape;
    }

    /// <summary>Whether the sizes fit each other.</summary>
    private bool Possible =>
        this is { Layers: > 0, Width: > 0, Inner: > 0, Heads: > 0, KeyHeads: > 0, Vocabulary: > 0, Context: > 0, RotaryBase: > 1, NormEpsilon: > 0 }
        && Width % Heads == 0 && Heads % KeyHeads == 0 && HeadWidth % 2 == 0;

    /// <summary>The base in either spelling: within <c>rope_parameters</c> (transformers 5) or as <c>rope_theta</c> (before); 10000 is the library's default.</summary>
    private static double RotaryBaseOf(ModelJson config)
    {
        if (config.Has("rope_scaling")) Unscaled(config.Object("rope_scaling"));
        if (!config.Has("rope_parameters")) return config.Has("rope_theta") ? config.Positive("rope_theta") : 10000;
        var rope = config.Object("rope_parameters");
        Unscaled(rope);
        return rope.Has("rope_theta") ? rope.Positive("rope_theta") : config.Has("rope_theta") ? config.Positive("rope_theta") : 10000;

        static void Unscaled(ModelJson rope)
        {
            rope.Only("rope_type", "default");
            rope.Only("type", "default");
            if (rope.Has("partial_rotary_factor") && rope.Positive("partial_rotary_factor") is not 1) throw rope.Wrong("partial_rotary_factor", "1, the only one built here");
        }
    }
}
