using System.Globalization;
using System.Text;

namespace Pipeline.Synthesis.Judging;

/// <summary>
/// The words of a text as lower-casing BERT sees them: without controls and accents, one code point lower-cased at a time, each
/// punctuation mark and each CJK ideograph a word of its own.
/// </summary>
internal static class WordPieceWords
{
    /// <summary>CJK ideographs. 2B820 to 2B91F is missing in the reference, and therefore here.</summary>
    private static readonly (int First, int Last)[] Ideographs =
    [
        (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
        (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
    ];

    /// <summary>The words of a text in order, none of them empty.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in Decomposed(Cleaned(text)).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark) continue;
            var lower = Rune.ToLowerInvariant(rune);
            var alone = IsPunctuation(lower);
            if ((alone || Rune.IsWhiteSpace(lower)) && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
            if (alone) yield return lower.ToString();
            else if (!Rune.IsWhiteSpace(lower)) word.Append(lower);
        }
        if (word.Length > 0) yield return word.ToString();
    }

    /// <summary>Without controls, with U+0020 for every white space and around ideographs; no lone surrogate is left.</summary>
    private static string Cleaned(string text)
    {
        var cleaned = new StringBuilder(text.Length);
        // A lone surrogate is enumerated as U+FFFD.
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is 0 or 0xFFFD || IsControl(rune)) continue;
            if (Rune.IsWhiteSpace(rune)) cleaned.Append(' ');
            else if (IsIdeograph(rune.Value)) cleaned.Append(' ').Append(rune).Append(' ');
            else cleaned.Append(rune);
        }
        return cleaned.ToString();
    }

    /// <summary>Normalisation form D. .NET throws at U+FFFE, which no rule changes: the parts beside it are taken alone.</summary>
    private static string Decomposed(string text) =>
        string.Join('\uFFFE', text.Split('\uFFFE').Select(part => part.Normalize(NormalizationForm.FormD)));

    private static bool IsControl(Rune rune) => rune.Value is not ('\t' or '\n' or '\r')
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    private static bool IsIdeograph(int value) => Array.Exists(Ideographs, range => value >= range.First && value <= range.Last);

    /// <summary>Category P, and every other ASCII sign that is neither a letter nor a digit.</summary>
    private static bool IsPunctuation(Rune rune) => Rune.IsPunctuation(rune)
        || rune.Value is (>= 0x21 and <= 0x2F) or (>= 0x3A and <= 0x40) or (>= 0x5B and <= 0x60) or (>= 0x7B and <= 0x7E);
}
