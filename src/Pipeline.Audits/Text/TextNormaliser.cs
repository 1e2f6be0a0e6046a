using System.Text;

namespace Pipeline.Audits.Text;

/// <summary>
/// Makes texts that look or read the same equal: form KC, full case folding, invisible characters removed, form KC again,
/// each run of white space one space, trimmed. Look-alike letters of other scripts stay apart: see <see cref="Skeleton"/>.
/// </summary>
public static class TextNormaliser
{
    /// <summary>The full normalisation; the same text again when applied twice.</summary>
    public static string Full(string text) => Ascii.IsValid(text)
        ? Collapse(text.ToLowerInvariant())
        : Collapse(CompatibilityForm.Of(Fold(CompatibilityForm.Of(text))));

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (text[i] < 0x80)
            {
                folded.Append(char.ToLowerInvariant(text[i++]));
                continue;
            }
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                folded.Append(text[i++]);
                continue;
            }
            i += rune.Utf16SequenceLength;
            if (!CodePointSets.IsDefaultIgnorable(rune.Value)) CaseFolding.Append(folded, rune);
        }
        // Folding brings nothing that is ignorable, so removing before or after it is the same.
        return folded.ToString();
    }

    private static string Collapse(string text)
    {
        var collapsed = new StringBuilder(text.Length);
        var gap = false;
        foreach (var c in text)
        {
            if (CodePointSets.IsWhiteSpace(c))
            {
                gap = collapsed.Length > 0;
                continue;
            }
            if (gap) collapsed.Append(' ');
            gap = false;
            collapsed.Append(c);
        }
        return collapsed.ToString();
    }
}
