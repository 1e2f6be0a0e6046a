namespace Pipeline.Audits.People;

/// <summary>
/// Tells keys drawn at random from words. Four conditions together, since each alone takes too much: letters of both cases and digits;
/// Shannon entropy of the characters; how often the kind of character changes; and how much stands in runs of small letters. The last two
/// are what tells <c>QuarterlyReport2024Final</c> from a key. Hexadecimal tokens are left out: digests, commits and UUIDs are public far more often than secret.
/// </summary>
internal static class Entropy
{
    /// <summary>Shortest token that is judged.</summary>
    public const int LeastCharacters = 20;

    /// <summary>Bits a character. Twenty random base 62 characters have 4.1 on average and less than this in one of a thousand.</summary>
    private const double LeastBits = 3.5;

    /// <summary>Share of neighbours of different kinds: .62 on average in random base 62, below .2 in names made of words.</summary>
    private const double LeastChanges = 0.3;

    /// <summary>Share of the characters in runs of small letters of this length: .07 on average in random base 62, half in names made of words.</summary>
    private const double MostInRuns = 0.35;

    private const int RunLength = 4;

    /// <summary>Whether a token of letters, digits and a few signs looks drawn at random.</summary>
    public static bool LooksRandom(string token)
    {
        var letters = token.TrimEnd('=');
        if (letters.Length < LeastCharacters || letters.All(c => char.IsAsciiHexDigit(c) || c is '-' or '_')) return false;
        if (!letters.Any(char.IsAsciiLetterUpper) || !letters.Any(char.IsAsciiLetterLower) || !letters.Any(char.IsAsciiDigit)) return false;
        var changes = Enumerable.Range(1, letters.Length - 1).Count(i => KindOf(letters[i]) != KindOf(letters[i - 1]));
        if (InRuns(letters) > MostInRuns * letters.Length) return false;
        return changes >= LeastChanges * (letters.Length - 1) && Bits(letters) >= LeastBits;
    }

    /// <summary>Shannon entropy of the characters as they occur, in bits.</summary>
    public static double Bits(string text) =>
        text.GroupBy(c => c).Sum(same => (double)same.Count() / text.Length is var share ? -share * Math.Log2(share) : 0);

    private static int InRuns(string text)
    {
        var (sum, run) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsAsciiLetterLower(text[i]))
            {
                run++;
                continue;
            }
            if (run >= RunLength) sum += run;
            run = 0;
        }
        return sum;
    }

    private static int KindOf(char c) => char.IsAsciiLetterUpper(c) ? 0 : char.IsAsciiLetterLower(c) ? 1 : char.IsAsciiDigit(c) ? 2 : 3;
}
