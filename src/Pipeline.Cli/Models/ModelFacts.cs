using System.Text.Json;
using Pipeline.Core.Inputs;

namespace Pipeline.Cli.Models;

/// <summary>Reads the two small JSON files of a safetensors folder that name its architecture and its parts.</summary>
internal static class ModelFacts
{
    private const int MostBytes = 64 << 20;
    private const int MostShards = 1000;

    /// <summary>The JSON object in a file.</summary>
    /// <exception cref="BadInputException">The file is missing, larger than 64 MB, or holds no JSON object.</exception>
    public static JsonElement Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MostBytes) throw new BadInputException(path, "The file is too large for what it should be.", $"at most {MostBytes:N0} bytes");
            using var document = JsonDocument.Parse(stream);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new BadInputException(path, "The file holds no JSON object.");
        }
        catch (JsonException broken)
        {
            throw new BadInputException(new Problem($"{path}, line {broken.LineNumber + 1}", "The file is not JSON."), broken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(new Problem(path, "The file cannot be read."), refused);
        }
    }

    /// <summary>A text of an object, or null if it has none of that name.</summary>
    public static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? Text(value) : null;

    /// <summary>The weight files that an index (<c>model.safetensors.index.json</c>) names, each once, in order.</summary>
    /// <exception cref="BadInputException">The file is no such index, or a name leads out of its folder.</exception>
    public static IReadOnlyList<string> Shards(string path)
    {
        var index = Read(path);
        if (!index.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
            throw new BadInputException(path, "The index has no map of weights.", "weight_map");
        var shards = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var weight in map.EnumerateObject())
        {
            if (Text(weight.Value) is not { } name || !FileNames.AreSafe(name) || !name.EndsWith(".safetensors", StringComparison.Ordinal))
                throw new BadInputException(path, "The index names a weight file that cannot be one.", "names that end in .safetensors, below the index's folder");
            shards.Add(name);
            if (shards.Count > MostShards) throw new BadInputException(path, "The index names too many files.", $"at most {MostShards}");
        }
        return shards.Count > 0 ? [.. shards] : throw new BadInputException(path, "The index names no files.");
    }

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        // Half of an escaped surrogate pair shows only when the text is decoded.
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
