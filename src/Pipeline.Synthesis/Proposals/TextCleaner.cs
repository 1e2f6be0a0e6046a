using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Synthesis.Proposals;

/// <summary>Turns what the model wrote into a text, or into nothing when it is not one.</summary>
public static partial class TextCleaner
{
    private const int LeastWords = 6;

    /// <summary>What may stand around a text and is no part of it.</summary>
    private static readonly char[] Marks = ['"', '“', '”', '*', '-', ' '];

    private static readonly string[] AssistantTalk =
        ["as an ai", "language model", "i'm sorry, but i", "i cannot", "here is a", "here's a", "here are", "sure,", "certainly", "smollm", "the message", "this message", "example:", "please provide me"];

    /// <summary>
    /// The first paragraph, without list marks and quotation marks, cut at its last sentence end. Null when less than six
    /// words are left, when it never ends a sentence, when it is an assistant speaking of itself or a form to fill in, or
    /// when it holds one of the words that the pipeline file says such texts do not use.
    /// </summary>
    public static string? Clean(string written, IReadOnlyList<string> avoid)
    {
        var text = Begun(FirstParagraph(written, out _));
        // The prompt opened a quotation mark: where the model closes it the text ends, and its next example begins.
        if (ClosingQuote(text) is >= 0 and var close) text = text[..close];
        text = text.TrimEnd(Marks);
        if (NextItem().Match(text) is { Success: true } next) text = text[..(next.Index + 1)];
        if (FormField().IsMatch(text)) return null;
        var end = LastSentenceEnd(text);
        if (end < 0) return null;
        text = text[..(end + 1)].TrimEnd();
        return Words.Of(text).Length < LeastWords || Talks(text, avoid) ? null : text;
    }

    /// <summary>
    /// Whether nothing the model may still write changes what <see cref="Clean"/> makes of it: the text has come to its end, or can no
    /// longer become one. It gives up one thing: a line that has closed a quotation and would turn out to end with a colon.
    /// </summary>
    public static bool IsOver(string written, IReadOnlyList<string> avoid)
    {
        var text = Begun(FirstParagraph(written, out var whole));
        if (whole || ClosingQuote(text) >= 0) return true;
        text = text.TrimEnd(Marks);
        if (FormField().IsMatch(text) || NextItem().Match(text) is { Success: true } next && next.Index + next.Length < text.Length) return true;
        // A full stop may yet turn out to be a decimal point: it counts where something else stands behind it.
        var end = LastSentenceEnd(text);
        return end >= 0 && end + 1 < text.Length && Talks(text[..(end + 1)], avoid);
    }

    /// <summary>Skips leading blank lines and a leading line that only introduces the text ("Message:").</summary>
    private static string FirstParagraph(string written, out bool whole)
    {
        var lines = written.Replace("\r", "", StringComparison.Ordinal).Split('\n').Select(line => line.Trim()).ToList();
        var first = lines.FindIndex(line => line.Length > 0 && !(line.EndsWith(':') || line.EndsWith('\uFF1A')));
        var last = first < 0 ? -1 : lines.FindIndex(first, line => line.Length == 0);
        whole = last >= 0 && last < lines.Count - 1; // The last line may go on.
        return first < 0 ? "" : Joined([.. lines.Take(last < 0 ? lines.Count : last).Skip(first)]);
    }

    /// <summary>A paragraph without what stands before its first word.</summary>
    private static string Begun(string paragraph) => ListMark().Replace(Spaces().Replace(paragraph, " ").Trim().TrimStart(Marks), "");

    private static bool Talks(string text, IReadOnlyList<string> avoid) =>
        AssistantTalk.Concat(avoid).Any(talk => text.Contains(talk, StringComparison.OrdinalIgnoreCase));

    /// <summary>Lines to one line, with a space between words where the script has such spaces.</summary>
    private static string Joined(IReadOnlyList<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            if (text.Length > 0 && line.Length > 0 && !(IsSpaceless(text[^1]) && IsSpaceless(line[0]))) text.Append(' ');
            text.Append(line);
        }
        return text.ToString();
    }

    /// <summary>Letters and marks of scripts without spaces between words.</summary>
    private static bool IsSpaceless(char c) => Words.IsSpaceless(c) || c is >= '\u3000' and <= '\u303F' or >= '\uFF00' and <= '\uFF65';

    /// <summary>The first quotation mark that closes one the text itself did not open; -1 when there is none.</summary>
    private static int ClosingQuote(string text)
    {
        var opened = false;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] is not ('"' or '”' or '“')) continue;
            if (opened) opened = false;
            else if (text[i] == '“' || char.IsWhiteSpace(text[i - 1]) || text[i - 1] == '(') opened = true;
            else return i;
        }
        return -1;
    }

    /// <summary>Wide marks end a sentence wherever they stand; others where no word goes on behind them.</summary>
    private static int LastSentenceEnd(string text)
    {
        for (var i = text.Length - 1; i >= 0; i--)
            if (text[i] is '\u3002' or '\uFF01' or '\uFF1F' || (text[i] is '.' or '!' or '?' && (i + 1 == text.Length || !char.IsLetterOrDigit(text[i + 1])))) return i;
        return -1;
    }

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(\d+[.)]|[-*•])\s+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ListMark();

    /// <summary>A sentence's end followed by the number of the next item of a list.</summary>
    [GeneratedRegex("""[.!?"”]\s+\d{1,2}[.)](\s|$)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NextItem();

    [GeneratedRegex(@"[\[\]{}<>|_]|\*\*", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex FormField();
}
