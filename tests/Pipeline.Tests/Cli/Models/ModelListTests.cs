using Pipeline.Cli.Models;
using Pipeline.Core;

namespace Pipeline.Tests.Cli.Models;

/// <summary>What the list says of models on this machine, whole and broken.</summary>
public sealed class ModelListTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pipeline-models-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private IReadOnlyList<ModelEntry> List() => ModelList.Digested(ModelList.Below([folder]), new Ignored(), CancellationToken.None);

    private sealed class Ignored : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
        }
    }

    [Fact]
    public void The_models_that_ship_are_those_of_the_notice()
    {
        var notice = File.ReadAllText(Fixtures.Shipped("pipelines", "models", "NOTICE"));
        string[] named = [.. notice.Split('\n').Where(line => line.EndsWith(".gguf", StringComparison.Ordinal))];
        var models = ModelList.Digested(ModelList.Below([Fixtures.Shipped("pipelines", "models")]), new Ignored(), CancellationToken.None)
            .Where(model => named.Contains(Path.GetFileName(model.Path))).ToList();
        Assert.Equal(2, models.Count);
        var tiny = models.Single(model => model.Path.EndsWith("smollm2-135m-instruct-q4_1.gguf", StringComparison.Ordinal));
        Assert.Equal(("llama", 134_515_008L, "Q4_1", "apache-2.0"), (tiny.Architecture, tiny.Weights, tiny.Stored, tiny.Licence));
        Assert.Equal("bert", models.Single(model => model.Path.EndsWith("all-minilm-l6-v2-q8_0.gguf", StringComparison.Ordinal)).Architecture);
        Assert.All(models, model =>
        {
            Assert.Empty(model.Problems);
            Assert.Contains($"{model.Bytes:N0} bytes, SHA-256 {Assert.Single(model.Files).Sha256!.Hex}", notice, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_folder_of_safetensors_is_one_model_with_all_its_files()
    {
        Write("tiny/config.json", """{"model_type":"gpt2","torch_dtype":"float32"}""");
        Write("tiny/model.safetensors", "12345");
        Write("tiny/tokenizer.json", "{}");
        Write("tiny/LICENSE", "free");
        var model = Assert.Single(List());
        Assert.Equal(("tiny", "gpt2", "float32", "see LICENSE", "safetensors"), (model.Name, model.Architecture, model.Stored, model.Licence, model.Format));
        Assert.Equal(["model.safetensors", "config.json", "tokenizer.json"], model.Files.Select(file => file.Name));
        Assert.Equal(Digest.Of("12345"), model.Files[0].Sha256);
        Assert.Equal(model.Files.Sum(file => new FileInfo(file.Path).Length), model.Bytes);
        Assert.Null(model.Weights);
    }

    [Theory]
    [InlineData("bad.gguf", "no gguf", "not a GGUF file")]
    [InlineData("bad.gguf", "", "not a GGUF file")]
    [InlineData("m/model.safetensors", "x", "config.json")]
    [InlineData("m/model.safetensors.index.json", """{"weight_map":{"a":"../x.safetensors"}}""", "cannot be one")]
    public void A_broken_model_is_listed_with_what_is_wrong(string name, string content, string words)
    {
        Write(name, content);
        Assert.Contains(Assert.Single(List()).Problems, problem => problem.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_changed_since_it_was_pulled_is_named()
    {
        Write("tiny/config.json", """{"model_type":"llama"}""");
        Write("tiny/model.safetensors", "12345");
        var origin = new Origin("model.safetensors", "https://hub.example/model.safetensors", "main", Digest.Of("12345"), 5, "given digest", DateTimeOffset.UnixEpoch);
        Origins.Write(Path.Combine(folder, "tiny"), origin);
        var model = Assert.Single(List());
        Assert.Empty(model.Problems);
        Assert.Equal(origin, model.Origin);
        Write("tiny/model.safetensors", "54321");
        Assert.Contains("differs from SOURCE.txt", Assert.Single(Assert.Single(List()).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Origins_replace_their_own_block_and_leave_a_persons_words()
    {
        var origin = new Origin("a.gguf", "https://hub.example/a.gguf", null, Digest.Of("1"), 1, "nothing", DateTimeOffset.UnixEpoch);
        Origins.Write(folder, origin);
        File.AppendAllText(Path.Combine(folder, Origins.FileName), "\nOur lawyers said yes.\n");
        Origins.Write(folder, origin with { File = "b.gguf", Revision = "v1" });
        Origins.Write(folder, origin with { Sha256 = Digest.Of("2"), Bytes = 2 });
        var text = File.ReadAllText(Path.Combine(folder, Origins.FileName));
        Assert.Contains("Our lawyers said yes.", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("file: ").Length - 1);
        Assert.Equal(Digest.Of("2"), Origins.Of(Path.Combine(folder, "a.gguf"))!.Sha256);
        Assert.Equal("v1", Origins.Of(Path.Combine(folder, "b.gguf"))!.Revision);
    }

    [Theory]
    [InlineData("---\nlicense: mit\n---\n", "mit")]
    [InlineData("---\nlanguage: en\nlicense: \"apache-2.0\"\n---\nlicense: other\n", "apache-2.0")]
    [InlineData("---\nlanguage: en\n---\nlicense: mit\n", null)]
    [InlineData("# Card\nlicense: mit\n", null)]
    [InlineData("---\nlicense: a\u001b[31mb\n---\n", "a[31mb")]
    [InlineData("", null)]
    public void A_licence_is_read_from_the_head_of_a_card_alone(string card, string? licence) =>
        Assert.Equal(licence, Licences.FromCard(card.Split('\n')));
}
