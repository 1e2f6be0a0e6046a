namespace Pipeline.Cli.Models;

/// <summary>Names that others gave to files and that become paths here.</summary>
internal static class FileNames
{
    /// <summary>The ending of a file that has not wholly arrived.</summary>
    public const string Part = ".part";

    private const int Longest = 200;

    /// <summary>
    /// Whether a name of one or more parts with <c>/</c> between them stays below its folder on every system and collides
    /// with nothing of ours.
    /// </summary>
    public static bool AreSafe(string name) =>
        name.Length is > 0 and <= Longest
        && name.Split('/').All(IsSafe)
        && !name.EndsWith(Part, StringComparison.OrdinalIgnoreCase) && !name.EndsWith(Part + ".json", StringComparison.OrdinalIgnoreCase)
        && !name.Equals(Origins.FileName, StringComparison.OrdinalIgnoreCase);

    private static bool IsSafe(string part) =>
        part.Length > 0 && part[0] != '.' && part[^1] != '.'
        && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+');
}
