using Pipeline.Core.Plans;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Synthesis.Style;

/// <summary>
/// What the surface of one text is like, as one kind in each of seven groups: casing, spacing of marks, ending, apostrophe,
/// digits, line shape and length. A text has exactly one kind of each group, so its 0/1 vector has length sqrt 7.
/// </summary>
internal static class SurfaceKinds
{
    /// <summary>The most words of each length bucket but the last, which has no end.</summary>
    public static IReadOnlyList<int> LengthEdges { get; } = [8, 12, 18, 26, 36, 50, 80];

    /// <summary>Number of kinds in each group. Where a text shows nothing of a group, its last kind says so.</summary>
    public static IReadOnlyList<int> Groups { get; } = [4, 3, 2, 3, 2, 3, 8];

    /// <summary>Kinds of all groups together.</summary>
    public static int Count { get; } = Groups.Sum();

    /// <summary>Index of the first kind of a group.</summary>
    public static int Start(int group) => Groups.Take(group).Sum();

    /// <summary>The text's kinds, one index a group, into the <see cref="Count"/> kinds.</summary>
    public static int[] Of(string text)
    {
        int[] kinds = [Casing(text), Spacing(text), SurfaceMarks.EndsSentence(text) ? 0 : 1, Apostrophe(text), text.Any(char.IsDigit) ? 0 : 1, (int)Lines(text), Length(text)];
        return [.. kinds.Select((kind, group) => Start(group) + kind)];
    }

    /// <summary>Bucket of a text's length in words.</summary>
    public static int Length(string text)
    {
        var words = Words.Count(text);
        var bucket = 0;
        while (bucket < LengthEdges.Count && words > LengthEdges[bucket]) bucket++;
        return bucket;
    }

    private static LineShape Lines(string text)
    {
        var lines = text.Trim().ReplaceLineEndings("\n").Split('\n');
        return lines.Length == 1 ? LineShape.Single : lines.Any(string.IsNullOrWhiteSpace) ? LineShape.Blank : LineShape.Several;
    }

    /// <summary>Lower, sentence, upper, or anything else.</summary>
    private static int Casing(string text)
    {
        var (upper, lower) = (text.Count(char.IsUpper), text.Count(char.IsLower));
        if (upper == 0) return lower > 0 ? (int)LetterCasing.Lower : 3;
        if (lower == 0) return upper > 1 ? (int)LetterCasing.Upper : 3;
        return char.IsUpper(text.First(c => char.IsUpper(c) || char.IsLower(c))) ? (int)LetterCasing.Sentence : 3;
    }

    /// <summary>Spaced, attached, or no marks.</summary>
    private static int Spacing(string text)
    {
        var (spaced, attached) = SurfaceMarks.Count(text);
        return spaced + attached == 0 ? 2 : spaced > attached ? (int)MarkSpacing.Spaced : (int)MarkSpacing.Attached;
    }

    /// <summary>Straight, curly, or none.</summary>
    private static int Apostrophe(string text)
    {
        var (straight, curly) = (0, 0);
        for (var i = 1; i + 1 < text.Length; i++)
        {
            if (!char.IsLetter(text[i - 1]) || !char.IsLetter(text[i + 1])) continue;
            if (text[i] == '\'') straight++;
            if (text[i] == '\u2019') curly++;
        }
        return straight + curly == 0 ? 2 : curly > straight ? (int)ApostropheMark.Curly : (int)ApostropheMark.Straight;
    }
}
