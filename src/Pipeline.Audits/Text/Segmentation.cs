using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Audits.Text;

/// <summary>A stretch of text in UTF-16 code units.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>The first code unit behind it.</summary>
    public int End => Start + Length;
}

/// <summary>
/// A text cut into units. A word is a maximal run of letters, marks and numbers; a base character of a spaceless script is a
/// word with the marks that follow; an apostrophe between two letters belongs to the word. Simpler than UAX 29.
/// </summary>
public sealed class Segmentation
{
    private enum Kind
    {
        Other, Word, Spaceless, Mark, Joiner,
    }

    private readonly string text;
    private readonly List<TextSpan> units;

    private Segmentation(string text, List<TextSpan> units)
    {
        this.text = text;
        this.units = units;
    }

    /// <summary>How many units there are.</summary>
    public int Count => units.Count;

    /// <summary>A unit's text; apostrophes inside words are written U+0027.</summary>
    public ReadOnlySpan<char> this[int unit] => text.AsSpan(units[unit].Start, units[unit].Length);

    /// <summary>Where a unit stands in the text that was cut.</summary>
    public TextSpan SpanOf(int unit) => units[unit];

    /// <summary>Cuts a text.</summary>
    public static Segmentation Of(string text, TextUnit unit) => unit == TextUnit.Character ? Characters(text) : Words(text, unit == TextUnit.Token);

    private static Segmentation Characters(string text)
    {
        var cut = new List<TextSpan>(text.Length);
        for (var i = 0; i < text.Length; i += cut[^1].Length) cut.Add(new TextSpan(i, WidthAt(text, i)));
        return new Segmentation(text, cut);
    }

    private static Segmentation Words(string text, bool withOthers)
    {
        var cut = new List<TextSpan>(text.Length / 4);
        var straight = default(StringBuilder);
        var open = Kind.Other; // what a following character may continue
        var width = 0;
        for (var i = 0; i < text.Length; i += width)
        {
            width = WidthAt(text, i);
            var kind = KindAt(text, i);
            if (kind == Kind.Other)
            {
                open = Kind.Other;
                if (withOthers && !CodePointSets.IsWhiteSpace(text[i])) cut.Add(new TextSpan(i, width));
                continue;
            }
            if (kind == Kind.Joiner && text[i] != '\'') (straight ??= new StringBuilder(text))[i] = '\'';
            var continues = kind is Kind.Joiner || (kind == Kind.Mark && open != Kind.Other) || (kind is Kind.Word or Kind.Mark && open == Kind.Word);
            if (continues) cut[^1] = new TextSpan(cut[^1].Start, i + width - cut[^1].Start);
            else cut.Add(new TextSpan(i, width));
            if (!continues || kind == Kind.Joiner) open = kind == Kind.Spaceless ? Kind.Spaceless : Kind.Word;
        }
        return new Segmentation(straight?.ToString() ?? text, cut);
    }

    private static int WidthAt(string text, int i) =>
        char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1;

    private static Kind KindAt(string text, int i)
    {
        var c = text[i];
        if (char.IsAsciiLetterOrDigit(c)) return Kind.Word;
        if (CodePointSets.IsApostrophe(c)) return JoinsAt(text, i) ? Kind.Joiner : Kind.Other;
        return c < 0x80 ? Kind.Other : KindOf(CharUnicodeInfo.GetUnicodeCategory(text, i), CodePointAt(text, i));
    }

    private static Kind KindOf(UnicodeCategory category, int codePoint) => category switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Kind.Mark,
        <= UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber =>
            CodePointSets.IsSpaceless(codePoint) ? Kind.Spaceless : Kind.Word,
        _ => Kind.Other,
    };

    private static bool JoinsAt(string text, int i) =>
        i > 0 && i + 1 < text.Length && Letterlike(text, i > 1 && char.IsSurrogatePair(text[i - 2], text[i - 1]) ? i - 2 : i - 1) && Letterlike(text, i + 1);

    private static bool Letterlike(string text, int i)
    {
        var codePoint = CodePointAt(text, i);
        return !CodePointSets.IsApostrophe(codePoint) && !CodePointSets.IsSpaceless(codePoint)
            && KindOf(CharUnicodeInfo.GetUnicodeCategory(text, i), codePoint) != Kind.Other;
    }

    private static int CodePointAt(string text, int i) => WidthAt(text, i) == 2 ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i];
}
