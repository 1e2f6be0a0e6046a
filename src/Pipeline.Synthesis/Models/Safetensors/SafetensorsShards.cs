using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Files;

namespace Pipeline.Synthesis.Models.Safetensors;

/// <summary>A model in several safetensors files, with an index that says which tensor lies in which.</summary>
internal sealed class SafetensorsShards : ITensorSource
{
    private const long LongestIndex = 100_000_000;

    private readonly Dictionary<string, SafetensorsFile> shards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SafetensorsFile> homes = new(StringComparer.Ordinal);

    private SafetensorsShards(string name) => Name = name;

    public string Name { get; }

    public IEnumerable<string> Names => homes.Keys;

    /// <summary>Opens every file that an index names; all lie beside it.</summary>
    /// <exception cref="BadInputException">The index or a file is missing or broken, or a file lacks a tensor the index places there.</exception>
    public static SafetensorsShards Open(string indexPath)
    {
        var opened = new SafetensorsShards(Path.GetFileName(indexPath));
        try
        {
            opened.Fill(ModelJson.Open(indexPath, LongestIndex), Path.GetDirectoryName(indexPath)!);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>The names of the files an index lists, each once; all lie beside it.</summary>
    public static IReadOnlyList<string> FilesOf(string indexPath)
    {
        var map = ModelJson.Open(indexPath, LongestIndex).Object("weight_map");
        return [.. map.Keys.Select(map.Text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public bool Has(string name) => homes.ContainsKey(name);

    public IReadOnlyList<int> ShapeOf(string name) => Find(name).ShapeOf(name);

    public void Read(string name, Span<float> values) => Find(name).Read(name, values);

    public void Dispose()
    {
        foreach (var shard in shards.Values) shard.Dispose();
    }

    private void Fill(ModelJson index, string folder)
    {
        var map = index.Object("weight_map");
        foreach (var tensor in map.Keys)
        {
            var file = map.Text(tensor);
            if (!shards.TryGetValue(file, out var shard))
            {
                // A name that leads elsewhere would let a model file open any other.
                if (file != Path.GetFileName(file) || !file.EndsWith(".safetensors", StringComparison.Ordinal))
                    throw map.Wrong(tensor, "the name of a safetensors file in the same folder");
                shards.Add(file, shard = SafetensorsFile.Open(Path.Combine(folder, file)));
            }
            if (!shard.Has(tensor)) throw new BadInputException($"{Name}, weight_map", $"'{file}' does not hold the tensor '{tensor}'.");
            homes.Add(tensor, shard);
        }
    }

    private SafetensorsFile Find(string name) => homes.TryGetValue(name, out var shard)
        ? shard
        : throw new BadInputException(Name, $"The tensor '{name}' is missing.", nearest: NearestName.Of(name, homes.Keys));
}
