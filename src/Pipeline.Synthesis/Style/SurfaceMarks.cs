using System.Text;
using Pipeline.Core.Plans;

namespace Pipeline.Synthesis.Style;

/// <summary>Punctuation marks and the spaces about them. Marks within words and numbers (3.5, e-mail, a.m) are no marks here.</summary>
internal static class SurfaceMarks
{
    private const string Marks = ".,!?;:\u2026", Openers = "([{", Closers = ")]}", SentenceMarks = ".!?\u2026\u3002\uFF01\uFF1F";

    /// <summary>True where a sentence can end.</summary>
    public static bool IsSentenceMark(char c) => SentenceMarks.Contains(c);

    /// <summary>True when the last character, quotation marks and brackets apart, ends a sentence.</summary>
    public static bool EndsSentence(string text)
    {
        var last = text.Length - 1;
        while (last >= 0 && (char.IsWhiteSpace(text[last]) || text[last] is '"' or '\'' or '\u201D' or '\u2019' or '\u300D' or '\u300F' || Closers.Contains(text[last]))) last--;
        return last >= 0 && IsSentenceMark(text[last]);
    }

    /// <summary>How many marks have a space before them, and how many stand at the word before.</summary>
    public static (int Spaced, int Attached) Count(string text)
    {
        var (spaced, attached) = (0, 0);
        for (var i = 1; i < text.Length; i++)
        {
            if (!Marks.Contains(text[i]) || !Ends(text, i + 1) || Marks.Contains(text[i - 1])) continue;
            if (char.IsWhiteSpace(text[i - 1])) spaced++;
            else attached++;
        }
        return (spaced, attached);
    }

    /// <summary>
    /// The same text with spaces before its marks and inside its brackets and quotation marks, or with none there. Adds and
    /// removes spaces only; doing it twice is doing it once. Expects single spaces between words.
    /// </summary>
    public static string Respace(string text, MarkSpacing spacing)
    {
        // A space that one mark gets can make a mark of its neighbour; each pass only adds spaces, or only removes them, so it ends.
        for (var once = Pass(text, spacing); once != text; once = Pass(text, spacing)) text = once;
        return text;
    }

    private static string Pass(string text, MarkSpacing spacing)
    {
        var spaced = spacing == MarkSpacing.Spaced;
        var quotes = text.Count(c => c == '"') % 2 == 0; // where they are odd, nobody can say which of them open
        var opened = false;
        var result = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var (opens, closes) = (Openers.Contains(c) || c == '\u201C', Closers.Contains(c) || c == '\u201D');
            if (c == '"' && quotes)
            {
                (opens, closes) = (!opened, opened);
                opened = !opened;
            }
            if (opens)
            {
                if (spaced) Space(result);
                result.Append(c);
                if (spaced) Space(result);
                else while (i + 1 < text.Length && text[i + 1] == ' ' && i + 2 < text.Length) i++;
            }
            else if (closes || IsMark(text, i))
            {
                if (spaced) Space(result);
                else Unspace(result);
                result.Append(c);
                // A run of marks ("!?", "...") stays together, and a mark needs no space that was not there, but for spaced text.
                while (!closes && i + 1 < text.Length && Marks.Contains(text[i + 1])) result.Append(text[++i]);
                if (spaced && i + 1 < text.Length) Space(result);
            }
            else if (c != ' ' || result.Length == 0 || result[^1] != ' ')
            {
                result.Append(c);
            }
        }
        return result.ToString().Trim(' ');
    }

    /// <summary>A mark, or the first of a run of marks, behind which a word does not go on.</summary>
    private static bool IsMark(string text, int i)
    {
        if (!Marks.Contains(text[i])) return false;
        var end = i;
        while (end < text.Length && Marks.Contains(text[end])) end++;
        return Ends(text, end);
    }

    private static bool Ends(string text, int at)
    {
        while (at < text.Length && Marks.Contains(text[at])) at++;
        return at >= text.Length || char.IsWhiteSpace(text[at]) || text[at] is '"' or '\u201D' or '\'' || Closers.Contains(text[at]);
    }

    private static void Space(StringBuilder text)
    {
        if (text.Length > 0 && !char.IsWhiteSpace(text[^1])) text.Append(' ');
    }

    private static void Unspace(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ') text.Length--;
    }
}
