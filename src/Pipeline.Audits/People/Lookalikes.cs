using System.Text;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

/// <summary>
/// Writes Cyrillic and Greek look-alikes in Latin where they stand in a word, an address or a number that also holds Latin letters, and no
/// letter that looks like none. Words of one script stay as they are, so Russian and Greek text is left alone.
/// </summary>
internal static class Lookalikes
{
    /// <summary>Replaces in place; the length stays.</summary>
    public static void Replace(StringBuilder text)
    {
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            var (latin, alike, other) = (false, false, false);
            for (; i < text.Length && Belongs(text[i]); i++)
            {
                if (char.IsAsciiLetter(text[i])) latin = true;
                else if (text[i] >= '\u0370' && Of(text[i]) != text[i]) alike = true;
                else if (text[i] >= '\x80') other = true;
            }
            if (latin && alike && !other)
                for (var k = start; k < i; k++) text[k] = Of(text[k]);
            if (i == start) i++;
        }
    }

    /// <summary>The letter a look-alike stands for; any other character itself.</summary>
    private static char Of(char c)
    {
        if (c is < '\u0370' or > '\u0527') return c;
        var lower = char.ToLowerInvariant(c);
        var latin = Skeleton.Of(lower.ToString())[0];
        return latin == lower ? c : c == lower ? latin : char.ToUpperInvariant(latin);
    }

    private static bool Belongs(char c) => char.IsLetterOrDigit(c) || c is '@' or '.' or '_' or '-' or '+' or '%' or '\'';
}
