using Pipeline.Core.Inputs;

namespace Pipeline.Cli.Models;

/// <summary>A folder of safetensors as the list shows it: from <c>config.json</c> and the sizes of its files.</summary>
internal static class FolderEntry
{
    /// <summary>The index of weights that lie in several files.</summary>
    public const string Index = "model.safetensors.index.json";

    /// <summary>The architecture and its sizes.</summary>
    public const string Config = "config.json";

    /// <summary>The weights, where one file holds them all.</summary>
    public const string Whole = "model.safetensors";

    /// <summary>Reads a folder's configuration; what is missing or broken is listed with it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="files">The names of its files, in order.</param>
    public static ModelEntry Of(string folder, IReadOnlyList<string> files)
    {
        var problems = new List<string>();
        var weights = Weights(folder, files, problems);
        var parts = weights.Concat(new[] { Index, Config, "tokenizer.json" }.Where(files.Contains))
            .Select(name => new ModelPart(name, Path.Combine(folder, name), new FileInfo(Path.Combine(folder, name)).Length, null)).ToList();
        var entry = new ModelEntry(Path.GetFileName(folder), folder, "safetensors", parts)
        {
            Licence = Licences.In(folder),
            Origin = weights.Select(name => Origins.Of(Path.Combine(folder, name))).FirstOrDefault(origin => origin is not null),
        };
        try
        {
            var config = ModelFacts.Read(Path.Combine(folder, Config));
            entry = entry with
            {
                Architecture = ModelFacts.Text(config, "model_type") is { } type ? Licences.Plain(type) : null,
                Stored = (ModelFacts.Text(config, "dtype") ?? ModelFacts.Text(config, "torch_dtype")) is { } dtype ? Licences.Plain(dtype) : null,
            };
            if (entry.Architecture is null) problems.Add($"{Config} names no architecture (model_type).");
        }
        catch (BadInputException broken)
        {
            problems.AddRange(broken.Problems.Select(problem => problem.ToString()));
        }
        return entry with { Problems = problems };
    }

    /// <summary>The weight files that are here; those that the index names and that are missing become a problem.</summary>
    private static List<string> Weights(string folder, IReadOnlyList<string> files, List<string> problems)
    {
        if (files.Contains(Whole)) return [Whole];
        if (!files.Contains(Index)) return [.. files.Where(file => file.EndsWith(".safetensors", StringComparison.Ordinal))];
        try
        {
            var shards = ModelFacts.Shards(Path.Combine(folder, Index));
            var missing = shards.Count(shard => !File.Exists(Path.Combine(folder, shard)));
            if (missing > 0) problems.Add($"{missing} of {shards.Count} weight files are missing; pull the model again.");
            return [.. shards.Where(shard => File.Exists(Path.Combine(folder, shard)))];
        }
        catch (BadInputException broken)
        {
            problems.AddRange(broken.Problems.Select(problem => problem.ToString()));
            return [];
        }
    }
}
