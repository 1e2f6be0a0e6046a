using System.Globalization;
using System.Text;

namespace Pipeline.Synthesis.Models.Tokens;

/// <summary>
/// Cuts text into the words that merging may not cross, by GPT-2's pattern
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>
/// or, as SmolLM asks, every number character alone and the pattern between them.
/// Written by hand because .NET's regular expressions see UTF-16 units: to them a letter beyond U+FFFF is no letter.
/// </summary>
internal static class WordSplitter
{
    private enum Kind
    {
        Space,
        Letter,
        Number,
        Other,
    }

    /// <summary>The words, which joined are the text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="numbersApart">Whether every number character is a word of its own.</param>
    public static IEnumerable<string> Split(string text, bool numbersApart)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = EndOfWord(text, start, numbersApart);
            yield return text[start..end];
            start = end;
        }
    }

    private static int EndOfWord(string text, int start, bool numbersApart)
    {
        var (kind, next) = At(text, start);
        if (kind == Kind.Number && numbersApart) return next;
        if (text[start] == '\'' && Contraction(text.AsSpan(start + 1)) is > 0 and var length) return start + 1 + length;
        if (kind != Kind.Space) return EndOfRun(text, next, kind);
        // A single blank belongs to what follows it, unless that is a number that stands alone.
        if (text[start] == ' ' && next < text.Length && At(text, next).Kind is var following && following != Kind.Space && !(following == Kind.Number && numbersApart))
            return EndOfRun(text, next, following);
        var end = EndOfRun(text, next, Kind.Space);
        // Before a number that stands alone or at the end, white space is one word; before anything else its last character
        // is left to that.
        if (end == text.Length || (At(text, end).Kind == Kind.Number && numbersApart)) return end;
        return end - 1 > start ? end - 1 : end;
    }

    private static int EndOfRun(string text, int at, Kind kind)
    {
        while (at < text.Length)
        {
            var (found, next) = At(text, at);
            if (found != kind) break;
            at = next;
        }
        return at;
    }

    /// <summary>Length of the suffix after an apostrophe, or 0.</summary>
    private static int Contraction(ReadOnlySpan<char> rest) => rest switch
    {
        ['s' or 't' or 'm' or 'd', ..] => 1,
        ['r' or 'v', 'e', ..] or ['l', 'l', ..] => 2,
        _ => 0,
    };

    /// <summary>Kind of the character at a place, and where the next one begins. White space is always one unit long.</summary>
    private static (Kind Kind, int Next) At(string text, int at)
    {
        if (!Rune.TryGetRuneAt(text, at, out var rune)) return (Kind.Other, at + 1);
        var next = at + rune.Utf16SequenceLength;
        if (Rune.IsWhiteSpace(rune)) return (Kind.Space, next);
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => (Kind.Letter, next),
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => (Kind.Number, next),
            _ => (Kind.Other, next),
        };
    }
}
