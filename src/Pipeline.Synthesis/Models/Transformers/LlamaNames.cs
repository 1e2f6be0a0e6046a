using Pipeline.Synthesis.Models.Files;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>What a kind of file calls the tensors of a Llama model.</summary>
/// <param name="Embedding">(V, C).</param>
/// <param name="FinalNorm">(C).</param>
/// <param name="Head">(V, C), where the head is not the embeddings.</param>
/// <param name="Layer">What stands before the names of a layer's tensors, with its number as {0}.</param>
/// <param name="AttentionNorm">(C).</param>
/// <param name="Query">(H D, C).</param>
/// <param name="Key">(G D, C).</param>
/// <param name="Value">(G D, C).</param>
/// <param name="Output">(C, H D).</param>
/// <param name="FeedForwardNorm">(C).</param>
/// <param name="Gate">(inner, C).</param>
/// <param name="Up">(inner, C).</param>
/// <param name="Down">(C, inner).</param>
/// <param name="Turned">How queries and keys are laid out.</param>
internal sealed record LlamaNames(
    string Embedding, string FinalNorm, string Head, string Layer,
    string AttentionNorm, string Query, string Key, string Value, string Output,
    string FeedForwardNorm, string Gate, string Up, string Down, Layout Turned)
{
    /// <summary>As in GGUF files.</summary>
    public static LlamaNames Gguf { get; } = new(
        "token_embd.weight", "output_norm.weight", "output.weight", "blk.{0}.",
        "attn_norm.weight", "attn_q.weight", "attn_k.weight", "attn_v.weight", "attn_output.weight",
        "ffn_norm.weight", "ffn_gate.weight", "ffn_up.weight", "ffn_down.weight", Layout.Interleaved);

    /// <summary>As the transformers library saves them.</summary>
    public static LlamaNames Transformers { get; } = new(
        "model.embed_tokens.weight", "model.norm.weight", "lm_head.weight", "model.layers.{0}.",
        "input_layernorm.weight", "self_attn.q_proj.weight", "self_attn.k_proj.weight", "self_attn.v_proj.weight", "self_attn.o_proj.weight",
        "post_attention_layernorm.weight", "mlp.gate_proj.weight", "mlp.up_proj.weight", "mlp.down_proj.weight", Layout.Plain);

    /// <summary>Whether a file holds a head of its own.</summary>
    public bool HasHead(ITensorSource source) => source.Has(Head);
}
