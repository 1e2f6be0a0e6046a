using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Files.Yaml;

namespace Pipeline.Files.Reading;

/// <summary>A file that a person wrote: its bytes, its tree, and what is wrong with it.</summary>
internal sealed class Page
{
    private Page(string path, byte[] bytes, FileProblems problems)
    {
        Path = path;
        Problems = problems;
        Digest = Digest.Of(bytes);
        Text = problems.All.Count == 0 ? YamlText.Of(bytes, problems) : null;
        Root = Text is null ? null : YamlTree.Of(Text, problems);
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>Digest of the bytes.</summary>
    public Digest Digest { get; }

    /// <summary>The characters, or null when there are none.</summary>
    public string? Text { get; }

    /// <summary>What is wrong.</summary>
    public FileProblems Problems { get; }

    /// <summary>The tree, or null when there is none.</summary>
    public YamlNode? Root { get; }

    /// <summary>Reads a file. Whatever is wrong with it is among its problems.</summary>
    public static Page Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var problems = new FileProblems(Shown(full));
        var bytes = Array.Empty<byte>();
        if (!File.Exists(full))
        {
            problems.Add(Directory.Exists(full) ? "This is a folder." : "There is no such file.", "a YAML file", NearestFile(full));
            return new Page(full, bytes, problems);
        }
        try
        {
            using var stream = File.OpenRead(full);
            // One byte more than allowed tells a large file, or one without end, from a small one.
            bytes = new byte[YamlText.MostBytes + 1];
            bytes = bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
            if (bytes.Length > YamlText.MostBytes) problems.Add("The file is too large.", $"at most {YamlText.MostBytes / 1024} KiB");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            problems.Add($"The file cannot be read: {refused.Message}");
        }
        return new Page(full, bytes, problems);
    }

    /// <summary>The file of the same folder whose name is nearest to a missing one's.</summary>
    public static string? NearestFile(string missing)
    {
        var folder = System.IO.Path.GetDirectoryName(missing);
        return folder is null || !Directory.Exists(folder)
            ? null
            : FileProblems.Nearest(System.IO.Path.GetFileName(missing), Directory.EnumerateFiles(folder).Take(1000).Select(file => System.IO.Path.GetFileName(file)!));
    }

    /// <summary>Folder and name: enough for a person to find the file, and the same on every machine.</summary>
    private static string Shown(string full) =>
        System.IO.Path.Combine(System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(full) ?? ""), System.IO.Path.GetFileName(full)).Replace('\\', '/');

    /// <summary>Ends the reading of files: gives the value, or reports all that is wrong with all of them.</summary>
    /// <exception cref="BadInputException">There is a problem.</exception>
    public static T Finish<T>(T value, params IEnumerable<Page?> pages)
    {
        var problems = pages.Where(page => page is not null).SelectMany(page => page!.Problems.All).ToList();
        return problems.Count == 0 ? value : throw new BadInputException(problems);
    }
}
