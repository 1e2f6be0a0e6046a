using System.Globalization;
using System.Runtime.InteropServices;

namespace Pipeline.Audits.Text;

/// <summary>A stretch of text in UTF-16 code units.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>The first code unit behind it.</summary>
    public int End => Start + Length;
}

/// <summary>
/// Finds the units of a text one after the other. A word is a maximal run of letters, marks and numbers; a base character of a
/// spaceless script is a word with the marks that follow; an apostrophe between two letters belongs to the word. Simpler than
/// UAX 29.
/// </summary>
internal ref struct UnitScanner(ReadOnlySpan<char> text, TextUnit unit)
{
    private enum Kind
    {
        Other, Word, Spaceless, Mark, Joiner,
    }

    private readonly ReadOnlySpan<char> text = text;
    private int next;

    /// <summary>Code units before the unit.</summary>
    public int Start { get; private set; }

    /// <summary>The first code unit behind it.</summary>
    public readonly int End => next;

    /// <summary>Whether it is a word with an apostrophe that is not written U+0027.</summary>
    public bool IsCurly { get; private set; }

    /// <summary>The unit as it stands in the text.</summary>
    public readonly ReadOnlySpan<char> Written => text[Start..next];

    /// <summary>Goes to the next unit; false when there is none.</summary>
    public bool Next()
    {
        IsCurly = false;
        if (unit == TextUnit.Character)
        {
            Start = next;
            if (next >= text.Length) return false;
            next += WidthAt(text, next);
            return true;
        }
        for (; next < text.Length; next += WidthAt(text, next))
        {
            var kind = KindAt(text, next);
            Start = next;
            if (kind != Kind.Other)
            {
                PassWord(kind);
                return true;
            }
            if (unit != TextUnit.Token || CodePointSets.IsWhiteSpace(text[next])) continue;
            next += WidthAt(text, next);
            return true;
        }
        return false;
    }

    private void PassWord(Kind first)
    {
        var isOpen = first != Kind.Spaceless; // whether letters of other scripts may follow
        for (next += WidthAt(text, next); next < text.Length;)
        {
            var c = text[next];
            if (isOpen && char.IsAsciiLetterOrDigit(c))
            {
                next++;
                continue;
            }
            var kind = KindAt(text, next);
            if (kind != Kind.Mark && kind != Kind.Joiner && !(kind == Kind.Word && isOpen)) return;
            if (kind == Kind.Joiner) (isOpen, IsCurly) = (true, IsCurly || c != '\'');
            next += WidthAt(text, next);
        }
    }

    private static int WidthAt(ReadOnlySpan<char> text, int i) =>
        char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1;

    private static Kind KindAt(ReadOnlySpan<char> text, int i)
    {
        var c = text[i];
        if (char.IsAsciiLetterOrDigit(c)) return Kind.Word;
        if (CodePointSets.IsApostrophe(c)) return JoinsAt(text, i) ? Kind.Joiner : Kind.Other;
        return c < 0x80 ? Kind.Other : KindOf(CodePointAt(text, i));
    }

    private static Kind KindOf(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Kind.Mark,
        <= UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber =>
            CodePointSets.IsSpaceless(codePoint) ? Kind.Spaceless : Kind.Word,
        _ => Kind.Other,
    };

    private static bool JoinsAt(ReadOnlySpan<char> text, int i) =>
        i > 0 && i + 1 < text.Length && Letterlike(text, i > 1 && char.IsSurrogatePair(text[i - 2], text[i - 1]) ? i - 2 : i - 1) && Letterlike(text, i + 1);

    private static bool Letterlike(ReadOnlySpan<char> text, int i)
    {
        var codePoint = CodePointAt(text, i);
        return !CodePointSets.IsApostrophe(codePoint) && !CodePointSets.IsSpaceless(codePoint) && KindOf(codePoint) != Kind.Other;
    }

    private static int CodePointAt(ReadOnlySpan<char> text, int i) => WidthAt(text, i) == 2 ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i];
}
