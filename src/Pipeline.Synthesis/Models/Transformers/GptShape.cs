using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Files;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>The sizes of a GPT-2 model, or of an OPT model, which differs in what is named here.</summary>
internal sealed record GptShape : DecoderShape
{
    /// <summary>Between the two feed-forward matrices: ReLU (OPT) instead of GELU by its tanh formula (GPT-2).</summary>
    public required bool Relu { get; init; }

    /// <summary>Rows of the position table before that of the first position: 2 in OPT, 0 in GPT-2.</summary>
    public required int PositionOffset { get; init; }

    private protected override long OfLayer => (long)Width * (4L * Width + 2L * Inner + 9) + Inner;

    private protected override long OfEnds => ((long)Context + PositionOffset + 2) * Width;

    /// <summary>Reads the sizes of a <c>config.json</c> of GPT-2.</summary>
    /// <exception cref="BadInputException">The model differs from GPT-2 in some way, or the sizes are impossible.</exception>
    public static GptShape OfGpt2(ModelJson config)
    {
        config.Only("activation_function", "gelu_new");
        config.Only("add_cross_attention", false);
        config.Only("scale_attn_weights", true);
        config.Only("scale_attn_by_inverse_layer_idx", false);
        var width = config.Size("n_embd", MostWidth);
        return Fitting(config, "n_embd", new GptShape
        {
            Layers = config.Size("n_layer"),
            Width = width,
            Inner = config.Has("n_inner") ? config.Size("n_inner") : 4 * width,
            Heads = config.Size("n_head"),
            KeyHeads = config.Size("n_head"),
            Vocabulary = config.Size("vocab_size"),
            Context = config.Size("n_positions"),
            NormEpsilon = config.Positive("layer_norm_epsilon"),
            OwnHead = !config.Flag("tie_word_embeddings", true),
            Relu = false,
            PositionOffset = 0,
        });
    }

    /// <summary>Reads the sizes of a <c>config.json</c> of OPT.</summary>
    /// <exception cref="BadInputException">The model is of one of OPT's variants that are not built here, or the sizes are impossible.</exception>
    public static GptShape OfOpt(ModelJson config)
    {
        config.Only("activation_function", "relu");
        config.Only("do_layer_norm_before", true);
        config.Only("_remove_final_layer_norm", false);
        config.Only("enable_bias", true);
        config.Only("layer_norm_elementwise_affine", true);
        var width = config.Size("hidden_size", MostWidth);
        if (config.Has("word_embed_proj_dim") && config.Size("word_embed_proj_dim") != width)
            throw config.Wrong("word_embed_proj_dim", $"{width}, which is hidden_size; embeddings of another width are not built here");
        return Fitting(config, "hidden_size", new GptShape
        {
            Layers = config.Size("num_hidden_layers"),
            Width = width,
            Inner = config.Size("ffn_dim"),
            Heads = config.Size("num_attention_heads"),
            KeyHeads = config.Size("num_attention_heads"),
            Vocabulary = config.Size("vocab_size"),
            Context = config.Size("max_position_embeddings", int.MaxValue - 2),
            NormEpsilon = 1e-5,
            OwnHead = !config.Flag("tie_word_embeddings", true),
            Relu = true,
            PositionOffset = 2,
        });
    }

    /// <summary>Four times as much must still be a size.</summary>
    private const int MostWidth = 1 << 24;

    private static GptShape Fitting(ModelJson config, string width, GptShape shape) =>
        shape.SizesFit ? shape : throw config.Wrong(width, "heads that divide it");
}
