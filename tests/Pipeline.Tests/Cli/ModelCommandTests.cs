using System.Text.Json;
using Pipeline.Tests.Cli.Pulling;

namespace Pipeline.Tests.Cli;

/// <summary><c>pipeline model</c> as a person calls it.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private readonly Workplace place = new();
    private readonly FileServer server = new();

    public void Dispose()
    {
        server.Dispose();
        place.Dispose();
    }

    [Fact]
    public void Pull_brings_a_model_that_list_shows_and_a_second_pull_leaves_alone()
    {
        var bytes = File.ReadAllBytes(Fixtures.Shipped("pipelines", "models", "all-minilm-l6-v2-q8_0.gguf"));
        var served = server.Files["/lab/mini/resolve/main/mini.gguf"] = new Served(bytes, "\"1\"");
        served.Drops.Enqueue(10_000_000);
        string[] pull = ["model", "pull", "lab/mini", "--host", server.Host, "--file", "mini.gguf", "--sha256", PullBench.Sha256(bytes), "--to", "mine", "--json"];
        var (code, output, error) = place.Command(pull);
        Assert.True(code == 0, error);
        using (var pulled = JsonDocument.Parse(output))
        {
            var file = Assert.Single(pulled.RootElement.GetProperty("files").EnumerateArray());
            Assert.Equal(PullBench.Sha256(bytes), file.GetProperty("sha256").GetString());
            Assert.Equal("given digest", file.GetProperty("checked").GetString());
            Assert.True(file.GetProperty("isNew").GetBoolean());
        }
        Assert.Equal(2, server.Requests.Count);

        (code, output, _) = place.Command(pull);
        Assert.Equal(0, code);
        Assert.Contains("\"isNew\": false", output, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);

        (code, output, error) = place.Command("model", "list", "--to", "mine", "--json");
        Assert.True(code == 0, error);
        using var listed = JsonDocument.Parse(output);
        var models = listed.RootElement.GetProperty("models").EnumerateArray().ToList();
        var mini = models.Single(model => model.GetProperty("path").GetString()!.EndsWith("mini.gguf", StringComparison.Ordinal));
        Assert.Equal(("bert", "apache-2.0", server.Host + "/lab/mini/resolve/main/mini.gguf"),
            (mini.GetProperty("architecture").GetString(), mini.GetProperty("licence").GetString(), mini.GetProperty("url").GetString()));
        Assert.Contains(models, model => model.GetProperty("path").GetString()!.EndsWith("smollm2-135m-instruct-q4_1.gguf", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_had_is_exit_code_2_with_the_address_and_leaves_nothing()
    {
        var (code, output, error) = place.Command("model", "pull", server.Host + "/none.gguf", "--to", "mine");
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains($"{server.Host}/none.gguf: The server has no such file (404).", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(place.Root, "mine")));
        Assert.Equal(2, place.Command("model", "list", "--to", "nowhere").ExitCode);
    }
}
