using System.Text;
using Pipeline.Files.Reading;

namespace Pipeline.Files.Yaml;

/// <summary>Turns the bytes of a file a person wrote into characters, strictly.</summary>
internal static class YamlText
{
    /// <summary>Far above any file written by hand, and small enough that no hostile one takes long.</summary>
    public const int MostBytes = 256 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or null when it cannot be YAML of ours; then the problems say why.</summary>
    public static string? Of(ReadOnlySpan<byte> bytes, FileProblems problems)
    {
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) bytes = bytes[3..];
        string text;
        try
        {
            text = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException broken)
        {
            var (line, column) = SpotOf(bytes[..Math.Max(0, broken.Index)]);
            problems.Add(new Spot(line, column), "This is not UTF-8.", "a text file in UTF-8");
            return null;
        }
        var sound = true;
        foreach (var (number, line) in text.Split('\n').Index())
        {
            var bad = line.AsSpan().IndexOfAny(Unwanted);
            if (bad < 0 || (line[bad] == '\r' && bad == line.Length - 1)) continue;
            sound = false;
            if (line[bad] == '\t') problems.Add(new Spot(number + 1, bad + 1), "There is a tab here.", "spaces");
            else problems.Add(new Spot(number + 1, bad + 1), "There is a control character here.", "text and line ends only");
        }
        return sound ? text : null;
    }

    private static readonly System.Buffers.SearchValues<char> Unwanted =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(0, 32).Where(c => c != '\n').Select(c => (char)c), '\x7f', '\ufeff']);

    private static (long Line, long Column) SpotOf(ReadOnlySpan<byte> before)
    {
        var start = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[start..]) + 1);
    }
}
