using System.Globalization;
using System.Text;
using Pipeline.Core;
using Pipeline.Core.Inputs;

namespace Pipeline.Cli.Models;

/// <summary>
/// The file <c>SOURCE.txt</c> beside pulled models: one block of <c>key: value</c> lines for each file, a blank line between
/// blocks. What a person adds in blocks of their own stays.
/// </summary>
internal static class Origins
{
    /// <summary>The file's name, which no pulled file may have.</summary>
    public const string FileName = "SOURCE.txt";

    private const string Head = "# Where the files in this folder came from, written by 'pipeline model pull'.\n# Their licences are those of their authors; 'pipeline model list' shows what each one states.";

    /// <summary>The origin of a file, or null if nothing beside it says.</summary>
    public static Origin? Of(string path) =>
        Blocks(Path.GetDirectoryName(path)!).Where(block => Names(block, Path.GetFileName(path))).Select(Read).LastOrDefault();

    /// <summary>Writes a file's origin in place of an earlier one; whole or not at all.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string folder, Origin origin)
    {
        var blocks = Blocks(folder).Where(block => !Names(block, origin.File)).ToList();
        if (blocks.Count == 0) blocks.Add(Head);
        blocks.Add(Block(origin));
        var path = Path.Combine(folder, FileName);
        var next = $"{path}.{Guid.NewGuid():N}.next";
        try
        {
            File.WriteAllText(next, string.Join("\n\n", blocks) + "\n");
            File.Move(next, path, overwrite: true);
        }
        catch
        {
            File.Delete(next);
            throw;
        }
    }

    private static string Block(Origin origin)
    {
        var text = new StringBuilder();
        text.Append("file: ").Append(origin.File).Append('\n');
        text.Append("url: ").Append(origin.Url).Append('\n');
        if (origin.Revision is { } revision) text.Append("revision: ").Append(revision).Append('\n');
        text.Append("sha256: ").Append(origin.Sha256.Hex).Append('\n');
        text.Append("bytes: ").Append(origin.Bytes).Append('\n');
        text.Append("checked: ").Append(origin.Checked).Append('\n');
        text.Append("pulled: ").Append(origin.Pulled.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private static List<string> Blocks(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return [];
        try
        {
            return [.. File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(new Problem(path, "The file cannot be read."), refused);
        }
    }

    private static bool Names(string block, string file) => Value(block, "file") == file;

    /// <summary>A block that a person changed until it says nothing we can use counts as no origin.</summary>
    private static Origin? Read(string block)
    {
        if (Value(block, "sha256") is not { } hex || Value(block, "url") is not { } url) return null;
        if (!long.TryParse(Value(block, "bytes"), CultureInfo.InvariantCulture, out var bytes)) return null;
        if (!DateTimeOffset.TryParse(Value(block, "pulled"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var pulled)) return null;
        try
        {
            return new Origin(Value(block, "file")!, url, Value(block, "revision"), Digest.Parse("sha256:" + hex), bytes, Value(block, "checked") ?? "nothing", pulled);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string? Value(string block, string key) =>
        block.Split('\n').FirstOrDefault(line => line.StartsWith(key + ": ", StringComparison.Ordinal))?[(key.Length + 2)..].Trim();
}
