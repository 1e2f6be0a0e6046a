using System.Text;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Tokens;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Models.Gguf;

/// <summary>The tiny Llama with a head of its own, written as GGUF: queries and keys interleaved, names and sizes in its way.</summary>
public sealed class GgufLlamaTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gguf").FullName;

    [Fact]
    public void A_head_of_its_own_gives_the_golden_scores()
    {
        var golden = GoldenModel.Json(Path.Combine("tiny-llama", "forward.json"));
        var ids = golden.GetProperty("ids")[0].EnumerateArray().Select(id => id.GetInt64()).ToArray();
        using var model = Load(Written());
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        using var attention = new CausalAttention(model.Decoder, ids.Length);
        var scores = model.Decoder.Logits(model.Decoder.Forward(model.Decoder.Embed(tensor(ids, [1, ids.Length])), attention))[0, -1];
        GoldenModel.Near([.. golden.GetProperty("logits")[0][ids.Length - 1].EnumerateArray().Select(value => value.GetSingle())], scores.data<float>().ToArray(), 2e-5);
    }

    [Theory]
    [InlineData("smollm", false)]
    [InlineData("gpt-2", true)]
    public void Numbers_stand_apart_or_not_as_the_file_says(string pre, bool together)
    {
        using var model = Load(Written(pre));
        Assert.Equal(together ? 1 : 2, model.Tokenizer.Encode("11").Length);
    }

    [Fact]
    public void Refuses_a_tokenizer_it_does_not_know_by_name() =>
        Assert.Contains("tokenizer.ggml.pre", Assert.Throws<BadInputException>(() => Load(Written("llama-bpe")).Dispose()).Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_scaled_positions() =>
        Assert.Contains("rotary", Assert.Throws<BadInputException>(() => Load(Written().Text("llama.rope.scaling.type", "yarn")).Dispose()).Message, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private LanguageModel Load(SmallGguf file)
    {
        var path = Path.Combine(folder, "tiny.gguf");
        File.WriteAllBytes(path, file.Build());
        return LanguageModel.Load(path, new ModelOptions(ModelDevice.Cpu, ComputeType.Fp32));
    }

    internal static SmallGguf Written(string pre = "smollm")
    {
        string[] tokens = [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.CharacterOf((byte)value).ToString()), "11", .. Enumerable.Range(0, 63).Select(i => $"<{i}>")];
        var file = new SmallGguf().Text("general.architecture", "llama")
            .Text("tokenizer.ggml.model", "gpt2").Text("tokenizer.ggml.pre", pre)
            .Pair("tokenizer.ggml.tokens", 9, writer => List(writer, tokens))
            .Pair("tokenizer.ggml.merges", 9, writer => List(writer, ["1 1"]))
            .Pair("tokenizer.ggml.token_type", 9, writer =>
            {
                writer.Write(5u);
                writer.Write((ulong)tokens.Length);
                foreach (var _ in tokens) writer.Write(1);
            })
            .Pair("llama.rope.freq_base", 6, writer => writer.Write(5000f))
            .Pair("llama.attention.layer_norm_rms_epsilon", 6, writer => writer.Write(1e-5f));
        foreach (var (key, size) in new[] { ("block_count", 2u), ("embedding_length", 32u), ("feed_forward_length", 64u), ("attention.head_count", 4u), ("attention.head_count_kv", 2u), ("context_length", 64u), ("rope.dimension_count", 8u) })
            file.Pair("llama." + key, 4, writer => writer.Write(size));
        foreach (var (name, _, shape, data) in SafetensorsBytes.Tensors(File.ReadAllBytes(Fixtures.Golden("model", "tiny-llama", "model.safetensors"))))
        {
            var sizes = System.Text.Json.JsonSerializer.Deserialize<ulong[]>(shape)!;
            var turned = name.Contains("q_proj", StringComparison.Ordinal) || name.Contains("k_proj", StringComparison.Ordinal);
            file.Tensor(NameOf(name), 0, turned ? Interleaved(data, (int)sizes[0]) : data, [.. sizes.Reverse()]);
        }
        return file;
    }

    /// <summary>Row j of a head of 8 goes to 2 j, and row j + 4 to 2 j + 1.</summary>
    private static byte[] Interleaved(byte[] rows, int count)
    {
        var interleaved = new byte[rows.Length];
        var width = rows.Length / count;
        for (var row = 0; row < count; row++)
            rows.AsSpan(row * width, width).CopyTo(interleaved.AsSpan((row / 8 * 8 + row % 4 * 2 + row % 8 / 4) * width));
        return interleaved;
    }

    private static string NameOf(string name)
    {
        if (name == "lm_head.weight") return "output.weight";
        if (name == "model.norm.weight") return "output_norm.weight";
        if (name == "model.embed_tokens.weight") return "token_embd.weight";
        var parts = name.Split('.');
        return $"blk.{parts[2]}." + parts[^2] switch
        {
            "input_layernorm" => "attn_norm",
            "post_attention_layernorm" => "ffn_norm",
            "q_proj" => "attn_q",
            "k_proj" => "attn_k",
            "v_proj" => "attn_v",
            "o_proj" => "attn_output",
            "gate_proj" => "ffn_gate",
            "up_proj" => "ffn_up",
            _ => "ffn_down",
        } + ".weight";
    }

    private static void List(BinaryWriter writer, string[] texts)
    {
        writer.Write(8u);
        writer.Write((ulong)texts.Length);
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            writer.Write((ulong)bytes.Length);
            writer.Write(bytes);
        }
    }
}
