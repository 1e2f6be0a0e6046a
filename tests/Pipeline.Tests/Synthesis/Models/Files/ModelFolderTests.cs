using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Files;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Models.Files;

public sealed class ModelFolderTests
{
    [Fact]
    public void Weights_in_several_files_are_the_same_model()
    {
        using var tiny = new TinyFolder("tiny-llama");
        var expected = Scores(tiny);
        var tensors = SafetensorsBytes.Tensors(tiny.Read("model.safetensors"));
        File.Delete(tiny.PathOf("model.safetensors"));
        foreach (var (number, part) in tensors.Chunk(8).Index()) tiny.Write($"part-{number}.safetensors", SafetensorsBytes.File(part));
        var places = tensors.Select((tensor, index) => $"\"{tensor.Name}\":\"part-{index / 8}.safetensors\"");
        tiny.Write("model.safetensors.index.json", "{\"metadata\":{},\"weight_map\":{" + string.Join(',', places) + "}}");
        Assert.Equal(expected, Scores(tiny));
        Assert.Equal(6, ModelFiles.Of(tiny.Folder).Count);
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"../secret.safetensors"}}""", "in the same folder")]
    [InlineData("""{"weight_map":{"a":"config.json"}}""", "in the same folder")]
    [InlineData("""{"weight_map":{"a":3}}""", "in the same folder")]
    [InlineData("""{"weight_map":{"a":"part.safetensors"}}""", "does not hold the tensor 'a'")]
    [InlineData("""{"weight_map":{"a":"gone.safetensors"}}""", "cannot be opened")]
    [InlineData("""{"weights":{}}""", "'weight_map' is missing")]
    public void Refuses_an_index_that_leads_nowhere(string index, string said)
    {
        using var tiny = new TinyFolder("tiny-llama");
        File.Move(tiny.PathOf("model.safetensors"), tiny.PathOf("part.safetensors"));
        tiny.Write("model.safetensors.index.json", index);
        Assert.Contains(said, Assert.Throws<BadInputException>(() => ModelFolder.Open(tiny.Folder).Dispose()).Message, StringComparison.Ordinal);
    }

    /// <summary>The model, a key of config.json, a value or null to take it out, what the error must name.</summary>
    public static TheoryData<string, string, string?, string> Wrong { get; } = new()
    {
        { "tiny-llama", "model_type", "\"mamba\"", "model_type" },
        { "tiny-llama", "model_type", null, "'model_type' is missing" },
        { "tiny-llama", "hidden_size", null, "'hidden_size' is missing" },
        { "tiny-llama", "hidden_size", "\"32\"", "hidden_size" },
        { "tiny-llama", "hidden_size", "0", "hidden_size" },
        { "tiny-llama", "hidden_size", "-32", "hidden_size" },
        { "tiny-llama", "hidden_size", "1e300", "hidden_size" },
        { "tiny-llama", "hidden_size", "48", "head_dim" },
        { "tiny-llama", "num_attention_heads", "5", "heads" },
        { "tiny-llama", "num_key_value_heads", "3", "heads" },
        { "tiny-llama", "num_hidden_layers", "3", "model.layers.2.input_layernorm.weight" },
        { "tiny-llama", "num_hidden_layers", "2147483647", "model.layers.2.input_layernorm.weight" },
        { "tiny-llama", "vocab_size", "2147483647", "model.embed_tokens.weight" },
        { "tiny-llama", "intermediate_size", "2147483647", "mlp.gate_proj.weight" },
        { "tiny-llama", "rms_norm_eps", "1e999", "rms_norm_eps" },
        { "tiny-llama", "rms_norm_eps", "-1", "rms_norm_eps" },
        { "tiny-llama", "hidden_act", "\"relu\"", "hidden_act" },
        { "tiny-llama", "attention_bias", "true", "attention_bias" },
        { "tiny-llama", "attention_bias", "\"yes\"", "attention_bias" },
        { "tiny-llama", "head_dim", "16", "head_dim" },
        { "tiny-llama", "rope_parameters", """{ "rope_type": "llama3", "rope_theta": 5000 }""", "rope_type" },
        { "tiny-llama", "rope_scaling", """{ "type": "linear", "factor": 2 }""", "rope_scaling" },
        { "tiny-llama", "rope_parameters", """{ "rope_theta": 0.5 }""", "rope_theta" },
        { "tiny-llama-tied", "tie_word_embeddings", "false", "lm_head.weight" },
        { "tiny-gpt2", "activation_function", "\"gelu\"", "activation_function" },
        { "tiny-gpt2", "n_positions", "65", "transformer.wpe.weight" },
        { "tiny-gpt2", "n_embd", "2147483647", "n_embd" },
        { "tiny-gpt2", "n_inner", "64", "mlp.c_fc.weight" },
        { "tiny-gpt2", "scale_attn_by_inverse_layer_idx", "true", "scale_attn_by_inverse_layer_idx" },
        { "tiny-opt", "do_layer_norm_before", "false", "do_layer_norm_before" },
        { "tiny-opt", "word_embed_proj_dim", "16", "word_embed_proj_dim" },
        { "tiny-opt", "activation_function", "\"gelu\"", "activation_function" },
        { "tiny-opt", "max_position_embeddings", "2147483647", "max_position_embeddings" },
        { "tiny-opt", "max_position_embeddings", "2147483645", "embed_positions" },
        { "tiny-opt", "ffn_dim", "65", "fc1.weight" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Refuses_a_configuration_that_does_not_fit_and_names_the_place(string model, string key, string? value, string named)
    {
        using var tiny = new TinyFolder(model);
        if (value is "1e999" or "1e300") tiny.Write("config.json", tiny.Config.ToJsonString().Replace($"\"{key}\":", $"\"{key}\":{value},\"was\":", StringComparison.Ordinal));
        else tiny.Set(key, value);
        using var folder = ModelFolder.Open(tiny.Folder);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(named, Assert.Throws<BadInputException>(() => folder.Load(ComputeType.Fp32, CPU, null, TestContext.Current.CancellationToken).Dispose()).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Refuses_numbers_that_JSON_has_not_and_files_that_are_too_deep()
    {
        using var tiny = new TinyFolder("tiny-llama");
        tiny.Write("config.json", """{ "rms_norm_eps": NaN }""");
        Assert.StartsWith("config.json", Assert.Throws<BadInputException>(() => ModelFolder.Open(tiny.Folder).Dispose()).Message, StringComparison.Ordinal);
        tiny.Write("config.json", string.Concat(Enumerable.Repeat("""{"a":""", 100_000)));
        Assert.StartsWith("config.json", Assert.Throws<BadInputException>(() => ModelFolder.Open(tiny.Folder).Dispose()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stated_context_takes_no_memory()
    {
        using var tiny = new TinyFolder("tiny-llama");
        var expected = Scores(tiny);
        tiny.Set("max_position_embeddings", "2147483647");
        Assert.Equal(expected, Scores(tiny));
    }

    [Fact]
    public void The_digest_moves_with_every_file()
    {
        using var tiny = new TinyFolder("tiny-opt");
        var digests = new HashSet<string> { ModelFiles.DigestOf(tiny.Folder).Hex };
        foreach (var file in new[] { "config.json", "tokenizer.json", "model.safetensors" })
        {
            var bytes = tiny.Read(file);
            tiny.Write(file, [.. bytes, (byte)' ']);
            Assert.True(digests.Add(ModelFiles.DigestOf(tiny.Folder).Hex));
            tiny.Write(file, bytes);
        }
        Assert.False(digests.Add(ModelFiles.DigestOf(tiny.Folder + Path.DirectorySeparatorChar).Hex));
        Assert.Equal("b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53", ModelFiles.DigestOf(GoldenModel.Path).Hex);
    }

    private static float[] Scores(TinyFolder tiny)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        using var folder = ModelFolder.Open(tiny.Folder);
        using var decoder = folder.Load(ComputeType.Fp32, CPU);
        using var attention = new CausalAttention(decoder, 4);
        return decoder.Logits(decoder.Forward(decoder.Embed(tensor(new[] { 5L, 300, 17, 5 }, [1, 4])), attention)).contiguous().data<float>().ToArray();
    }
}
