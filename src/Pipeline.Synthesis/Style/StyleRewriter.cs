using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Core.Plans;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Synthesis.Style;

/// <summary>
/// Rewrites a text in a surface style by rule. It moves spaces, line breaks and marks, changes the case of letters and leaves
/// out last sentences; it never changes a letter otherwise and never makes a word. Doing it twice is doing it once.
/// </summary>
public static partial class StyleRewriter
{
    /// <summary>The text in that style.</summary>
    public static string Rewrite(string text, TextStyle style)
    {
        // What one rule does can give another one more to do; it is rare, and ends at once.
        const int MostPasses = 8;
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var once = Pass(text, style);
            if (once == text) break;
            text = once;
        }
        return text;
    }

    /// <summary>Spaces come before sentences are told apart, because marks end sentences where a space follows.</summary>
    private static string Pass(string text, TextStyle style)
    {
        if (style.Lines is not null) text = Space().Replace(text, " ").Trim();
        if (style.Punctuation is { } first) text = Respace(text, first);
        if (style.MostWords is { } most) text = Shorten(text, most);
        if (style.Ending is { } ending) text = End(text, ending);
        if (style.Punctuation is { } punctuation) text = Respace(text, punctuation);
        if (style.Lines is { } lines) text = Lay(text, lines);
        if (style.Apostrophes is { } apostrophes) text = string.Concat(text.Select((c, i) => IsApostrophe(text, i) ? (apostrophes == ApostropheMark.Curly ? '\u2019' : '\'') : c));
        return style.Casing is { } casing ? Case(text, casing) : text;
    }

    private static string Respace(string text, MarkSpacing spacing) => string.Join('\n', text.Split('\n').Select(line => SurfaceMarks.Respace(line.Trim(), spacing)));

    /// <summary>Leaves out last sentences while there is more than one and more words than that.</summary>
    private static string Shorten(string text, int most)
    {
        var ends = SentenceEnds(text).Where(end => end < text.Length).ToList();
        for (var i = ends.Count - 1; i >= 0 && Words.Count(text) > most; i--) text = text[..ends[i]].TrimEnd();
        return text;
    }

    /// <summary>Two sentences a paragraph, one a line, or all on one line.</summary>
    private static string Lay(string text, LineShape shape)
    {
        if (shape == LineShape.Single) return text;
        var (laid, start, sentence) = (new StringBuilder(), 0, 0);
        foreach (var end in SentenceEnds(text))
        {
            if (end >= text.Length || (shape == LineShape.Blank && sentence++ % 2 == 0)) continue;
            laid.Append(text.AsSpan(start, end - start).Trim()).Append(shape == LineShape.Blank ? "\n\n" : "\n");
            start = end;
        }
        return laid.Append(text.AsSpan(start).Trim()).ToString();
    }

    private static string End(string text, TextEnding ending)
    {
        text = text.TrimEnd();
        if (ending == TextEnding.Punctuated) return SurfaceMarks.EndsSentence(text) ? text : text + (text.Any(Words.IsSpaceless) ? "\u3002" : ".");
        var last = text.Length;
        while (last > 0 && (SurfaceMarks.IsSentenceMark(text[last - 1]) || char.IsWhiteSpace(text[last - 1]))) last--;
        return last > 0 ? text[..last] : text;
    }

    private static string Case(string text, LetterCasing casing)
    {
        if (casing != LetterCasing.Sentence) return string.Concat(text.Select(c => casing == LetterCasing.Lower ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)));
        var cased = text.Where(c => char.IsUpper(c) || char.IsLower(c)).ToList();
        // Capitals of a text that has both cases may be names; those of one that is all capitals are not.
        char[] letters = cased.Count > 1 && cased.All(char.IsUpper) ? [.. text.Select(char.ToLowerInvariant)] : text.ToCharArray();
        foreach (var start in SentenceEnds(text).Prepend(0))
        {
            var first = start;
            while (first < letters.Length && !char.IsLetterOrDigit(letters[first])) first++;
            if (first < letters.Length) letters[first] = char.ToUpperInvariant(letters[first]);
        }
        for (var i = 0; i < letters.Length; i++)
            if (letters[i] == 'i' && !(i > 0 && IsOfWord(letters[i - 1])) && !(i + 1 < letters.Length && (char.IsLetterOrDigit(letters[i + 1]) || letters[i + 1] is '.' or '-'))) letters[i] = 'I';
        return new string(letters);
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c is '\'' or '\u2019' or '.' or '-';

    private static bool IsApostrophe(string text, int i) =>
        text[i] is '\'' or '\u2019' && i > 0 && i + 1 < text.Length && char.IsLetter(text[i - 1]) && char.IsLetter(text[i + 1]);

    /// <summary>Places behind the marks, and the closing quotes, that end sentences.</summary>
    private static IEnumerable<int> SentenceEnds(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!SurfaceMarks.IsSentenceMark(text[i])) continue;
            var wide = text[i] > '\u3000';
            while (i + 1 < text.Length && SurfaceMarks.IsSentenceMark(text[i + 1])) i++;
            var end = i + 1;
            if (end < text.Length && text[end] is '"' or '\u201D' or '\u300D' or '\u300F') end++;
            else if (end + 1 < text.Length && text[end] == ' ' && text[end + 1] == '\u201D') end += 2;
            if (wide || end >= text.Length || char.IsWhiteSpace(text[end])) yield return end;
        }
    }

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Space();
}
