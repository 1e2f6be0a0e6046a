using Pipeline.Core;
using Pipeline.Core.Inputs;

namespace Pipeline.Cli.Models;

/// <summary>Finds the models in folders and the folders directly below them. Heads and configurations are read, weights are not.</summary>
internal static class ModelList
{
    /// <summary>The models below some folders, in the order of their paths, without digests.</summary>
    /// <exception cref="BadInputException">A folder cannot be read.</exception>
    public static IReadOnlyList<ModelEntry> Below(IEnumerable<string> folders)
    {
        var places = folders.Select(Path.GetFullPath).SelectMany(WithChildren).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. places.SelectMany(In)];
    }

    /// <summary>The same models with the digests of their files, and with a problem where a file is no longer the one that was pulled.</summary>
    public static IReadOnlyList<ModelEntry> Digested(IReadOnlyList<ModelEntry> models, IProgress<StageProgress> progress, CancellationToken cancellation)
    {
        var (done, total) = (0L, models.Sum(model => model.Bytes));
        return [.. models.Select(Digest)];

        ModelEntry Digest(ModelEntry model)
        {
            var files = model.Files.Select(file => file with
            {
                Sha256 = Hashing.OfFile(file.Path, count => progress.Report(new StageProgress("digest", done += count, total, "bytes")), cancellation),
            }).ToList();
            var changed = files.Where(file => Origins.Of(file.Path) is { } origin && origin.Sha256 != file.Sha256)
                .Select(file => $"{file.Name} is not the file that was pulled: its digest differs from {Origins.FileName}.");
            return model with { Files = files, Problems = [.. model.Problems, .. changed] };
        }
    }

    private static IEnumerable<string> WithChildren(string folder)
    {
        try
        {
            return [folder, .. Directory.GetDirectories(folder)];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(new Problem(folder, "The folder cannot be read.", "a folder with models"), refused);
        }
    }

    private static IEnumerable<ModelEntry> In(string folder)
    {
        var files = Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList();
        foreach (var file in files.Where(file => file.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)))
            yield return GgufEntry.Of(Path.Combine(folder, file));
        if (files.Any(file => file.EndsWith(".safetensors", StringComparison.Ordinal)) || files.Contains(FolderEntry.Index))
            yield return FolderEntry.Of(folder, files);
    }
}
