using System.Text;
using Pipeline.Cli.Models;
using Pipeline.Core.Inputs;

namespace Pipeline.Tests.Cli.Pulling;

/// <summary>Repositories of a hub: their paths, the files a model needs, and the digests a hub announces.</summary>
public sealed class HubTests : IDisposable
{
    private readonly PullBench bench = new();
    private readonly byte[] weights = PullBench.Content(20_000);

    public void Dispose() => bench.Dispose();

    private void Serve(string file, byte[] bytes, string revision = "main", string headers = "") =>
        bench.Server.Files[$"/lab/tiny/resolve/{revision}/{file}"] = new Served(bytes, $"\"{file}\"", Headers: headers);

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    [Fact]
    public void A_model_in_one_file_comes_with_its_tokenizer_and_card()
    {
        Serve("config.json", Text("""{"model_type":"llama","torch_dtype":"bfloat16"}"""));
        Serve("model.safetensors", weights);
        Serve("tokenizer.json", Text("{}"));
        Serve("README.md", Text("---\nlanguage: en\nlicense: apache-2.0\n---\n# Tiny\n"));
        PullBench.Pull(bench.Plan("lab/tiny"));
        Assert.Equal(["README.md", "SOURCE.txt", "config.json", "model.safetensors", "tokenizer.json"], bench.Names());
        Assert.Equal("main", Origins.Of(bench.PathOf("model.safetensors"))!.Revision);

        var listed = Assert.Single(ModelList.Below([bench.Folder]));
        Assert.Equal(("llama", "bfloat16", "apache-2.0"), (listed.Architecture, listed.Stored, listed.Licence));
        Assert.Empty(listed.Problems);
    }

    [Fact]
    public void A_model_in_several_files_comes_by_its_index_and_continues_where_it_broke()
    {
        Serve("config.json", Text("""{"model_type":"llama"}"""));
        Serve("model.safetensors.index.json", Text("""{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors","c":"model-00001-of-00002.safetensors"}}"""));
        Serve("model-00001-of-00002.safetensors", weights);
        var refused = Assert.Throws<BadInputException>(() => PullBench.Pull(bench.Plan("lab/tiny")));
        Assert.Contains("/lab/tiny/resolve/main/model-00002-of-00002.safetensors", refused.Message, StringComparison.Ordinal);
        Assert.Contains("1 of 2 weight files are missing", Assert.Single(Assert.Single(ModelList.Below([bench.Folder])).Problems), StringComparison.Ordinal);

        Serve("model-00002-of-00002.safetensors", PullBench.Content(30_000, seed: 5));
        bench.Server.Requests.Clear();
        var pulled = PullBench.Pull(bench.Plan("lab/tiny"));
        Assert.Equal(["model-00002-of-00002.safetensors"], pulled.Where(file => file.IsNew).Select(file => file.Name));
        Assert.DoesNotContain(bench.Server.Requests, asked => asked.Path.Contains("00001", StringComparison.Ordinal));
        Assert.Empty(Assert.Single(ModelList.Below([bench.Folder])).Problems);
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"../../outside.safetensors"}}""")]
    [InlineData("""{"weight_map":{"a":"/etc/outside.safetensors"}}""")]
    [InlineData("""{"weight_map":{"a":"run.sh"}}""")]
    [InlineData("""{"weight_map":{"a":7}}""")]
    [InlineData("""{"weight_map":{"a":"\ud800.safetensors"}}""")]
    [InlineData("""{"weight_map":{}}""")]
    [InlineData("""{"weight_map":[]}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void A_hostile_index_leads_nowhere(string index)
    {
        Serve("config.json", Text("{}"));
        Serve("model.safetensors.index.json", Text(index));
        Assert.Throws<BadInputException>(() => PullBench.Pull(bench.Plan("lab/tiny")));
        Assert.Equal(["SOURCE.txt", "config.json", "model.safetensors.index.json"], bench.Names());
    }

    [Fact]
    public void A_named_file_of_a_revision_is_asked_for_under_the_hubs_path()
    {
        Serve("gguf/tiny-q4.gguf", weights, "refs%2Fpr%2F1");
        var pulled = Assert.Single(PullBench.Pull(bench.Plan("lab/tiny", PullBench.Sha256(weights), ["gguf/tiny-q4.gguf"], "refs/pr/1")));
        Assert.Equal("/lab/tiny/resolve/refs%2Fpr%2F1/gguf/tiny-q4.gguf", Assert.Single(bench.Server.Requests).Path);
        Assert.Equal(weights, File.ReadAllBytes(bench.PathOf("gguf/tiny-q4.gguf")));
        Assert.Equal("refs/pr/1", pulled.Origin.Revision);
        Assert.Equal(["gguf/SOURCE.txt", "gguf/tiny-q4.gguf"], bench.Names());
    }

    [Fact]
    public void A_repository_without_a_config_says_how_to_name_a_file()
    {
        Serve("tiny-q4.gguf", weights);
        Assert.Contains("--file NAME", Assert.Throws<BadInputException>(() => PullBench.Pull(bench.Plan("lab/tiny"))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(bench.Folder));
    }

    [Fact]
    public void The_digest_a_hub_announces_before_it_redirects_is_held_against_the_file()
    {
        bench.Server.Files["/stored"] = new Served(weights, "\"other\"");
        bench.Server.Files["/lab/tiny/resolve/main/a.gguf"] = new Served([], Status: "302 Found", Headers: $"Location: /stored\r\nX-Linked-ETag: \"{PullBench.Sha256(weights)}\"");
        bench.Server.Files["/lab/tiny/resolve/main/b.gguf"] = new Served([], Status: "302 Found", Headers: $"Location: /stored\r\nX-Linked-ETag: \"{new string('0', 64)}\"");
        Assert.Contains("announced", Assert.Single(PullBench.Pull(bench.Plan("lab/tiny", files: ["a.gguf"]))).Origin.Checked, StringComparison.Ordinal);
        Assert.Contains("the hub announced", Assert.Throws<BadInputException>(() => PullBench.Pull(bench.Plan("lab/tiny", files: ["b.gguf"]))).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("b.gguf", string.Join(' ', bench.Names()), StringComparison.Ordinal);
    }
}
