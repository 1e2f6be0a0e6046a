using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Synthesis.Proposals;

/// <summary>Turns what the model wrote into a text, or into nothing when it is not one.</summary>
public static partial class TextCleaner
{
    private const int LeastWords = 6;

    private static readonly string[] AssistantTalk =
        ["as an ai", "language model", "i'm sorry, but i", "i cannot", "here is a", "here's a", "here are", "sure,", "certainly", "smollm", "the message", "this message", "example:", "please provide me"];

    /// <summary>
    /// The first paragraph, without list marks and quotation marks, cut at its last sentence end. Null when less than six
    /// words are left, when it never ends a sentence, when it is an assistant speaking of itself or a form to fill in, or
    /// when it holds one of the words that the pipeline file says such texts do not use.
    /// </summary>
    public static string? Clean(string written, IReadOnlyList<string> avoid)
    {
        var text = FirstParagraph(written);
        text = Spaces().Replace(text, " ").Trim().Trim('"', '“', '”', '*', '-', ' ').Trim();
        text = ListMark().Replace(text, "");
        // The prompt opened a quotation mark: where the model closes it the text ends, and its next example begins.
        if (ClosingQuote(text) is >= 0 and var close) text = text[..close];
        if (NextItem().Match(text) is { Success: true } next) text = text[..(next.Index + 1)];
        if (FormField().IsMatch(text)) return null;
        var end = LastSentenceEnd(text);
        if (end < 0) return null;
        text = text[..(end + 1)].TrimEnd();
        if (Words.Of(text).Length < LeastWords) return null;
        var lower = text.ToLowerInvariant();
        return AssistantTalk.Concat(avoid).Any(talk => lower.Contains(talk, StringComparison.OrdinalIgnoreCase)) ? null : text;
    }

    /// <summary>Skips leading blank lines and a leading line that only introduces the text ("Message:").</summary>
    private static string FirstParagraph(string written)
    {
        var lines = written.Replace("\r", "", StringComparison.Ordinal).Split('\n').Select(line => line.Trim()).ToList();
        var first = lines.FindIndex(line => line.Length > 0 && !(line.EndsWith(':') || line.EndsWith('\uFF1A')));
        if (first < 0) return "";
        var last = lines.FindIndex(first, line => line.Length == 0);
        return Joined([.. lines.Take(last < 0 ? lines.Count : last).Skip(first)]);
    }

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
