using System.Globalization;
using System.Text;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

/// <summary>
/// A text as detectors read it: full-width and mathematical letters, digits of every script, odd spaces and dashes in ASCII, half-width
/// katakana full, letters joined with their marks, characters that nobody sees left out, and look-alikes of other scripts inside
/// otherwise Latin words in Latin. It knows where each character stood, so that findings name places of the text as written.
/// </summary>
internal sealed class FoldedText
{
    /// <summary>Where each character of <see cref="Text"/> began and ended; null when it is as long as what it was made of.</summary>
    private readonly List<TextSpan>? origins;

    private FoldedText(string text, List<TextSpan>? places) => (Text, origins) = (text, places);

    /// <summary>The folded text.</summary>
    public string Text { get; }

    /// <summary>Folds a text.</summary>
    public static FoldedText Of(string original)
    {
        if (original.AsSpan().IndexOfAnyExceptInRange('\0', '\x7F') < 0) return new FoldedText(original, null);
        var folded = new StringBuilder(original.Length);
        var places = new List<TextSpan>(original.Length);
        for (var i = 0; i < original.Length;)
        {
            var width = WidthAt(original, i);
            Fold(original, new TextSpan(i, width), folded, places);
            i += width;
        }
        Lookalikes.Replace(folded);
        return new FoldedText(folded.ToString(), places.Count == original.Length && places.TrueForAll(place => place.Length == 1) ? null : places);
    }

    /// <summary>Where a span of the folded text stands in the original.</summary>
    public TextSpan OriginalOf(TextSpan span)
    {
        if (origins is null || span.Length == 0) return span;
        var start = origins[span.Start].Start;
        return new TextSpan(start, origins[span.End - 1].End - start);
    }

    /// <summary>A character with the marks behind it, in code units.</summary>
    private static int WidthAt(string text, int i)
    {
        if (text[i] < 0x80 && (i + 1 >= text.Length || text[i + 1] < 0x300)) return 1;
        var end = i + (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1);
        while (end < text.Length && (text[end] is '\uFF9E' or '\uFF9F' || (text[end] >= 0x300 && CharUnicodeInfo.GetUnicodeCategory(text[end]) == UnicodeCategory.NonSpacingMark
            && !CodePointSets.IsDefaultIgnorable(text[end])))) end++;
        return end - i;
    }

    private static void Fold(string original, TextSpan place, StringBuilder folded, List<TextSpan> places)
    {
        var piece = original.AsSpan(place.Start, place.Length);
        if (piece.Length == 1)
        {
            if (Simple(piece[0]) is { } simple) Add(simple);
            else if (!CodePointSets.IsDefaultIgnorable(piece[0])) Add(Rare(piece[0], original.Substring(place.Start, 1)));
            return;
        }
        if (Rune.DecodeFromUtf16(piece, out var rune, out var used) == System.Buffers.OperationStatus.Done && used == piece.Length)
        {
            if (CodePointSets.IsDefaultIgnorable(rune.Value)) return;
            var digit = CharUnicodeInfo.GetDecimalDigitValue(original, place.Start);
            if (digit >= 0) Add((char)('0' + digit));
            else if (AsciiForm(original.Substring(place.Start, place.Length)) is { } form) Add(form);
            else AddAll(piece);
            return;
        }
        var joined = CompatibilityForm.Of(piece.ToString());
        if (joined.Length == 1) Add(Simple(joined[0]) ?? joined[0]);
        else AddAll(piece);

        void Add(char c)
        {
            folded.Append(c);
            places.Add(place);
        }

        void AddAll(ReadOnlySpan<char> characters)
        {
            for (var i = 0; i < characters.Length; i++)
            {
                folded.Append(characters[i]);
                places.Add(new TextSpan(place.Start + i, 1));
            }
        }
    }

    /// <summary>The common cases; null when it takes more to say.</summary>
    private static char? Simple(char c) => c switch
    {
        < '\x80' => c,
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u00A0' or '\u202F' or '\u3000' or (>= '\u2000' and <= '\u200A') => ' ',
        >= '\u2010' and <= '\u2015' or '\u2212' => '-',
        '\u2019' => '\'',
        >= '\u3041' and <= '\u9FFF' or (>= '\u00C0' and <= '\u024F') => c,
        _ => null,
    };

    private static char Rare(char c, string alone)
    {
        if (char.IsDigit(c)) return (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c));
        if (c is >= '\uFF66' and <= '\uFF9D') return CompatibilityForm.Of(alone)[0];
        return c >= '\u2070' && !char.IsSurrogate(c) && AsciiForm(alone) is { } form ? form : c;
    }

    /// <summary>The one ASCII letter or digit that a character is another form of, or null.</summary>
    private static char? AsciiForm(string character) =>
        CompatibilityForm.Of(character) is [var form] && char.IsAsciiLetterOrDigit(form) ? form : null;
}
