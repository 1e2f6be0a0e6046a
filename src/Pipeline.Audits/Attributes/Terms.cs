using Pipeline.Audits.Text;

namespace Pipeline.Audits.Attributes;

/// <summary>
/// What a text is about, as the attacks of WP216 compare it: its words after full normalisation, look-alike letters taken
/// for the Latin ones, and in scripts without spaces each pair of
/// neighbouring characters, since single ones say little.
/// </summary>
internal static class Terms
{
    /// <summary>Shorter words are mostly grammar.</summary>
    private const int LeastTelling = 4;

    private static readonly Preparation Prepared = new(withLookAlikes: true);

    /// <summary>The terms in order, repeated ones too.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var normalised = Prepared.Of(text);
        var words = Segmentation.Of(normalised, TextUnit.Word);
        var terms = new List<string>(words.Count);
        for (var i = 0; i < words.Count; i++)
        {
            if (!IsSpaceless(words[i]))
            {
                terms.Add(words[i].ToString());
                continue;
            }
            if (i + 1 < words.Count && words.SpanOf(i).End == words.SpanOf(i + 1).Start && IsSpaceless(words[i + 1]))
                terms.Add(string.Concat(words[i], words[i + 1]));
            else if (i == 0 || words.SpanOf(i - 1).End != words.SpanOf(i).Start) terms.Add(words[i].ToString());
        }
        return terms;
    }

    /// <summary>Whether a term can be the secret of an attack or part of a predicate: not a word of grammar.</summary>
    public static bool IsTelling(string term) => term.Length >= LeastTelling || char.IsAsciiDigit(term[0]) || (term.Length > 1 && IsSpaceless(term));

    private static bool IsSpaceless(ReadOnlySpan<char> word) =>
        CodePointSets.IsSpaceless(word.Length > 1 && char.IsSurrogatePair(word[0], word[1]) ? char.ConvertToUtf32(word[0], word[1]) : word[0]);
}
