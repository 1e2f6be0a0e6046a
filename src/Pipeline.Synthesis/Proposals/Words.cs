namespace Pipeline.Synthesis.Proposals;

/// <summary>
/// Words of a text, for rules of thumb about length and repetition. Where a script is written without spaces, a change of
/// script ends a word (in Japanese: kanji to kana), and so do four characters of one kind: near enough to count by.
/// </summary>
internal static class Words
{
    private const int LongestPiece = 4;

    private enum Script
    {
        None,
        Spaced,
        Han,
        Hiragana,
        Katakana,
        SouthEastAsian,
    }

    /// <summary>Lower-case words. Between spaces, marks stay at their words; in spaceless scripts they are left out.</summary>
    public static string[] Of(string text) =>
        [.. text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SelectMany(chunk => chunk.Any(IsSpaceless) ? Pieces(chunk) : [chunk])];

    /// <summary>Words that hold a letter or a digit: how long a text is.</summary>
    public static int Count(string text) => Of(text).Count(word => word.Any(char.IsLetterOrDigit));

    /// <summary>True for characters of scripts that do not put spaces between words.</summary>
    public static bool IsSpaceless(char c) => ScriptOf(c) > Script.Spaced;

    private static IEnumerable<string> Pieces(string chunk)
    {
        for (var start = 0; start < chunk.Length;)
        {
            var script = ScriptOf(chunk[start]);
            var end = start + 1;
            while (end < chunk.Length && ScriptOf(chunk[end]) == script && (end - start < LongestPiece || script is Script.Spaced or Script.Katakana)) end++;
            if (script != Script.None) yield return chunk[start..end];
            start = end;
        }
    }

    private static Script ScriptOf(char c) => c switch
    {
        >= '\u3041' and <= '\u309F' => Script.Hiragana,
        >= '\u30A1' and <= '\u30FA' or >= '\u30FC' and <= '\u30FF' or >= '\uFF66' and <= '\uFF9F' => Script.Katakana,
        '\u3005' or >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' or >= '\uD840' and <= '\uD8BF' => Script.Han,
        >= '\u0E01' and <= '\u0EFF' or >= '\u1000' and <= '\u109F' or >= '\u1780' and <= '\u17FF' => Script.SouthEastAsian,
        _ when char.IsLetterOrDigit(c) || char.IsSurrogate(c) => Script.Spaced,
        _ => Script.None,
    };
}
