using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Files.Yaml;

namespace Pipeline.Files.Formatting;

/// <summary>Writes single values: plainly where that reads back as the same value, else in double quotes.</summary>
internal static class ScalarText
{
    private static readonly Regex PerCent = new(@"^(?<number>[+-]?[0-9.]+) *%\z", RegexOptions.NonBacktracking);

    /// <summary>Nothing here means anything to YAML, wherever it stands.</summary>
    private static readonly Regex Harmless = new(@"^[\p{L}\p{Nd}./+-][\p{L}\p{Nd} _./%+()-]*\z", RegexOptions.NonBacktracking);

    private static readonly HashSet<string> Meaningful = new(StringComparer.OrdinalIgnoreCase) { "null", "true", "false", "yes", "no", "on", "off", "-", "..." };

    /// <summary>The value as it is written.</summary>
    public static string Of(YamlScalar scalar)
    {
        var text = scalar.Text;
        if (scalar.Plain && PerCent.Match(text) is { Success: true } share) return share.Groups["number"].Value + " %";
        if (scalar.IsNothing) return "~";
        var plain = Harmless.IsMatch(text) && !text.EndsWith(' ') && !text.StartsWith("- ", StringComparison.Ordinal) && !text.StartsWith("---", StringComparison.Ordinal) && !Meaningful.Contains(text);
        // What was quoted and looks like a number stays quoted: the grammar takes numbers plain only.
        return plain && (scalar.Plain || !LooksLikeNumber(text)) ? text : Quoted(text);
    }

    private static bool LooksLikeNumber(string text) => text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] is '.' or '+' or '-');

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' or '\ufeff' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }
        return quoted.Append('"').ToString();
    }
}
