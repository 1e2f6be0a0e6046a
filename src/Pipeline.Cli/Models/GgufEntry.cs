using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Gguf;

namespace Pipeline.Cli.Models;

/// <summary>A GGUF file as the list shows it: from its metadata and its directory of tensors.</summary>
internal static class GgufEntry
{
    /// <summary>Reads the head of a file; one that cannot be read is listed with what is wrong.</summary>
    public static ModelEntry Of(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var file = Path.GetFileName(path);
        var entry = new ModelEntry(file, path, "gguf", [new ModelPart(file, path, new FileInfo(path).Length, null)]) { Origin = Origins.Of(path) };
        try
        {
            using var gguf = GgufFile.Open(path);
            return entry with
            {
                Name = Text(gguf, "general.name") ?? file,
                Architecture = Text(gguf, "general.architecture"),
                Weights = gguf.Tensors.Values.Sum(tensor => tensor.Count),
                Stored = gguf.Tensors.Values.GroupBy(tensor => tensor.Type).MaxBy(type => type.Sum(tensor => tensor.Count))?.Key.ToString(),
                Licence = Text(gguf, "general.license") ?? Licences.In(folder),
            };
        }
        catch (BadInputException broken)
        {
            return entry with { Problems = [.. broken.Problems.Select(problem => problem.ToString())] };
        }
    }

    private static string? Text(GgufFile gguf, string key) => gguf.Metadata.Has(key) ? Licences.Plain(gguf.Metadata.Text(key)) : null;
}
