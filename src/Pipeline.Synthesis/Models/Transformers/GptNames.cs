using Pipeline.Synthesis.Models.Files;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>What a folder calls the tensors of GPT-2 or OPT; each of a layer's has a <c>.weight</c> and a <c>.bias</c>.</summary>
/// <param name="Embedding">(V, C).</param>
/// <param name="Positions">(context + offset, C).</param>
/// <param name="FinalNorm">(C).</param>
/// <param name="Layer">What stands before the names of a layer's tensors, with its number as {0}.</param>
/// <param name="AttentionNorm">(C).</param>
/// <param name="QueryKeyValue">(3 C, C) in all: one tensor, or one each.</param>
/// <param name="Output">(C, C).</param>
/// <param name="FeedForwardNorm">(C).</param>
/// <param name="Up">(inner, C).</param>
/// <param name="Down">(C, inner).</param>
/// <param name="Layout">How the matrices of layers are laid out.</param>
internal sealed record GptNames(
    string Embedding, string Positions, string FinalNorm, string Layer, string AttentionNorm, string[] QueryKeyValue, string Output,
    string FeedForwardNorm, string Up, string Down, Layout Layout)
{
    /// <summary>(V, C), where the head is not the embeddings.</summary>
    public const string Head = "lm_head.weight";

    /// <summary>GPT-2's names; its first release has them without <c>transformer.</c> in front.</summary>
    public static GptNames Gpt2(ITensorSource source)
    {
        var before = source.Has("wte.weight") ? "" : "transformer.";
        return new(
            before + "wte.weight", before + "wpe.weight", before + "ln_f", before + "h.{0}.", "ln_1", ["attn.c_attn"], "attn.c_proj",
            "ln_2", "mlp.c_fc", "mlp.c_proj", Layout.Transposed);
    }

    /// <summary>OPT's names; some copies have them without <c>model.</c> in front.</summary>
    public static GptNames Opt(ITensorSource source)
    {
        var before = source.Has("decoder.embed_tokens.weight") ? "decoder." : "model.decoder.";
        return new(
            before + "embed_tokens.weight", before + "embed_positions.weight", before + "final_layer_norm", before + "layers.{0}.",
            "self_attn_layer_norm", ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"], "self_attn.out_proj",
            "final_layer_norm", "fc1", "fc2", Layout.Plain);
    }
}
