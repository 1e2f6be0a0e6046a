using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Files;
using Pipeline.Synthesis.Models.Safetensors;

namespace Pipeline.Synthesis.Models;

/// <summary>The files a model is made of, wherever it is kept: one GGUF file, or a folder as the transformers library saves it.</summary>
public static class ModelFiles
{
    /// <summary>Whether the path names a folder of model files, or a safetensors file in one, and not a GGUF file.</summary>
    internal static bool IsFolder(string path) => Directory.Exists(path) || path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);

    /// <summary>The model's files, in a fixed order: all that decides what it computes.</summary>
    /// <exception cref="BadInputException">A file is missing, or an index is broken.</exception>
    public static IReadOnlyList<string> Of(string path)
    {
        if (!IsFolder(path)) return [path];
        var folder = ModelFolder.FolderOf(path);
        var weights = ModelFolder.WeightsOf(path);
        IEnumerable<string> files = weights.EndsWith(".json", StringComparison.Ordinal)
            ? [weights, .. SafetensorsShards.FilesOf(weights).Select(file => Path.Combine(folder, file))]
            : [weights];
        return [Path.Combine(folder, ModelFolder.ConfigFile), Path.Combine(folder, ModelFolder.TokenizerFile), .. files];
    }

    /// <summary>The digest of a GGUF file, or that of a folder's files with their names.</summary>
    /// <exception cref="BadInputException">A file is missing, or an index is broken.</exception>
    public static Digest DigestOf(string path)
    {
        var files = Of(path);
        if (!IsFolder(path)) return DigestOfOne(path);
        using var digester = new Digester();
        foreach (var file in files) digester.Add(Path.GetFileName(file)).Add(DigestOfOne(file).Hex);
        return digester.Finish();
    }

    private static Digest DigestOfOne(string file)
    {
        using var stream = ModelBytes.Open(file, "a model file");
        return Digest.Of(stream);
    }
}
