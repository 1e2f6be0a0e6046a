using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Synthesis.Models.Tokens;

namespace Pipeline.Tests.Synthesis.Models;

/// <summary>A copy of a tiny model's files that a test may change, with a tokenizer of bytes and a few merges.</summary>
internal sealed class TinyFolder : IDisposable
{
    private static readonly string[] merges = ["t h", "th e", "i n", "Ġ a"];

    public TinyFolder(string model)
    {
        foreach (var file in new[] { "config.json", "model.safetensors" }) File.Copy(Fixtures.Golden("model", model, file), PathOf(file));
        var tokens = Enumerable.Range(0, 256).Select(value => ByteAlphabet.CharacterOf((byte)value).ToString())
            .Concat(merges.Select(merge => merge.Replace(" ", "", StringComparison.Ordinal)));
        Write("tokenizer.json", new JsonObject
        {
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["vocab"] = new JsonObject(tokens.Index().Select(token => KeyValuePair.Create(token.Item, (JsonNode?)token.Index))),
                ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)merge)]),
            },
        }.ToJsonString());
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("model").FullName;

    public JsonObject Config => JsonNode.Parse(File.ReadAllText(PathOf("config.json")))!.AsObject();

    public string PathOf(string file) => Path.Combine(Folder, file);

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text, new UTF8Encoding(false));

    public void Write(string file, byte[] bytes) => File.WriteAllBytes(PathOf(file), bytes);

    public byte[] Read(string file) => File.ReadAllBytes(PathOf(file));

    /// <summary>Changes one value of config.json; null takes it out.</summary>
    public void Set(string key, string? json)
    {
        var config = Config;
        config.Remove(key);
        if (json is not null) config[key] = JsonNode.Parse(json);
        Write("config.json", config.ToJsonString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
