namespace Pipeline.Cli.Models;

/// <summary>Finds the licence that a folder states: in the head of its model card, or as a file.</summary>
internal static class Licences
{
    private const int MostLines = 200;
    private const int Longest = 100;

    private static readonly string[] Names = ["LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE"];

    /// <summary>The licence of the model in a folder, or null if nothing states one.</summary>
    public static string? In(string folder)
    {
        try
        {
            var card = Path.Combine(folder, "README.md");
            return (File.Exists(card) ? FromCard(File.ReadLines(card)) : null) ?? FromFile(folder);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The <c>license:</c> of the YAML head between two lines of <c>---</c>.</summary>
    public static string? FromCard(IEnumerable<string> lines)
    {
        var inHead = false;
        foreach (var line in lines.Take(MostLines))
        {
            if (line.TrimEnd() == "---")
            {
                if (inHead) return null;
                inHead = true;
            }
            else if (!inHead)
            {
                return null;
            }
            else if (line.StartsWith("license:", StringComparison.Ordinal) && Plain(line["license:".Length..].Trim().Trim('"', '\'')) is { Length: > 0 } licence)
            {
                return licence;
            }
        }
        return null;
    }

    /// <summary>A stranger's words on one line of moderate length, without anything that moves a terminal's cursor.</summary>
    public static string Plain(string text) => new([.. text.Where(c => !char.IsControl(c)).Take(Longest)]);

    private static string? FromFile(string folder) =>
        Names.FirstOrDefault(name => File.Exists(Path.Combine(folder, name))) is { } file ? $"see {file}" : null;
}
