using System.Globalization;

namespace Pipeline.Audits.Text;

/// <summary>
/// What single characters become under <see cref="TextNormaliser"/>, where that does not depend on what stands before them: all
/// but marks, the vowels and finals of Hangul (alone, as compatibility letters or at half width), invisible characters, behind
/// which a mark joins with what stands before them, and halves of surrogate pairs. Before any other character a text can be cut in two, normalised apart and put together again, since form KC joins a
/// character only with marks and Hangul letters that follow (Unicode Standard Annex 15).
/// </summary>
internal static class FoldedCharacters
{
    /// <summary>Stands for more than one character.</summary>
    public const char Several = '\uFFFF';

    private const char Joins = '\uFFFE'; // Neither is a character, so no text loses one by it.
    private const int PageBits = 8;

    private static readonly char[] ascii = [.. Enumerable.Range(0, 128).Select(c => CodePointSets.IsWhiteSpace(c) ? ' ' : char.ToLowerInvariant((char)c))];
    private static readonly Page?[] pages = new Page?[1 << (16 - PageBits)];

    /// <summary>Whether the character can be normalised by itself.</summary>
    public static bool IsSingle(char c) => c < 128 || PageOf(c).One[c & 0xFF] != Joins;

    /// <summary>How many characters at the beginning are single.</summary>
    public static int LengthOfSingles(ReadOnlySpan<char> text)
    {
        for (var i = 0; ; i++)
        {
            var next = text[i..].IndexOfAnyExceptInRange('\0', '\u007F');
            if (next < 0) return text.Length;
            i += next;
            if (!IsSingle(text[i])) return i;
        }
    }

    /// <summary>The one character that a single one becomes, white space as a space, or <see cref="Several"/>.</summary>
    public static char Of(char c) => c < 128 ? ascii[c] : PageOf(c).One[c & 0xFF];

    /// <summary>What a single character becomes.</summary>
    public static string SeveralOf(char c) => PageOf(c).Several[c & 0xFF]!;

    private static Page PageOf(char c) => Volatile.Read(ref pages[c >> PageBits]) ?? Make(c >> PageBits);

    private static Page Make(int number)
    {
        var page = new Page(new char[1 << PageBits], new string?[1 << PageBits]);
        for (var i = 0; i < page.One.Length; i++)
        {
            var c = (char)(number << PageBits | i);
            var folded = MayJoin(c) ? null : TextNormaliser.Plain(c.ToString());
            if (string.IsNullOrEmpty(folded) || MayJoin(folded[0])) page.One[i] = Joins;
            else if (folded.Length == 1) page.One[i] = CodePointSets.IsWhiteSpace(folded[0]) ? ' ' : folded[0];
            else (page.One[i], page.Several[i]) = (Several, folded);
        }
        // Two threads may make the same page; either will do.
        Volatile.Write(ref pages[number], page);
        return page;
    }

    private static bool MayJoin(char c) => char.IsSurrogate(c) || c is Several or Joins or >= '\u1160' and <= '\u11FF' or >= '\uD7B0' and <= '\uD7FF'
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private sealed record Page(char[] One, string?[] Several);
}
