using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People.Names;

/// <summary>Names behind an honorific, names that begin with a common given name, and names that somebody gives as theirs.</summary>
internal static partial class LatinNames
{
    private const int TimeoutMilliseconds = 10_000;

    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private const string Word = @"\p{Lu}[\p{L}\p{M}]*(?:['-]\p{Lu}?[\p{L}\p{M}]+)*";

    private const string Particles = "(?:(?:van|von|de|da|di|do|dos|del|der|den|la|le|bin|al|el|zu) ){0,2}";

    private const string Place = "Street|St|Road|Avenue|Lane|Park|Station|University|College|School|Hospital|Square|Bridge|Hall|County|River|Church|Court|Island|Bay|Airport";

    /// <summary>Brands and a stage name that begin with an honorific.</summary>
    private static readonly HashSet<string> brands = ["Pepper", "Clean", "Muscle", "Martens", "Oetker", "Scholl", "Coffee", "Fields", "Bean"];

    /// <summary>Words of teams and firms, which sign letters as people do.</summary>
    private static readonly HashSet<string> teams = new(
        "The Your Our Customer Client Support Service Services Sales Team Desk Help Care Department Office Management Marketing Accounts Billing Company Inc Ltd Group All And".Split(' '),
        StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<TextSpan> Find(string text)
    {
        foreach (var span in All(WithTitle(), text))
            if (!brands.Contains(text.Substring(span.Start, span.Length))) yield return span;
        foreach (var span in All(Introduced(), text).Concat(All(Signed(), text)))
            if (!text.Substring(span.Start, span.Length).Split(' ', '\n').Any(teams.Contains)) yield return span;
        // Begun anew at each word, since a pair that is no name may end in a word that begins one: Dear John Smith.
        for (var pair = Pair().Match(text); pair.Success; pair = Pair().Match(text, pair.Groups["first"].Index + pair.Groups["first"].Length))
        {
            var (first, last) = (pair.Groups["first"].Value, pair.Groups["last"].Value);
            if (NameLists.GivenLatin.Contains(first) || (NameLists.FamilyRomanised.Contains(first) && NameLists.GivenLatin.Contains(last)))
                yield return new TextSpan(pair.Groups["value"].Index, pair.Groups["value"].Length);
        }
    }

    private static IEnumerable<TextSpan> All(Regex regex, string text)
    {
        for (var match = regex.Match(text); match.Success; match = match.NextMatch())
            yield return new TextSpan(match.Groups["value"].Index, match.Groups["value"].Length);
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}])(?:Mrs?|Ms|Miss|Mx|Dr|Prof(?:essor)?|Sir|Herrn?|Frau|Mme|Mlle|Monsieur|Madame|Sra?|Señora?|Dame)\.? (?:Dr\. |Prof\. )?(?<value>" + Word + "(?: " + Word + "){0,2})", Options, TimeoutMilliseconds)]
    private static partial Regex WithTitle();

    [GeneratedRegex(@"(?<!(?:\bSt\.?|\bSaint) )\b(?<value>(?<first>" + Word + @") (?:\p{Lu}\. )?" + Particles + "(?!(?:" + Place + @")\b)(?<last>" + Word + "))(?! (?:" + Place + @")\b)", Options, TimeoutMilliseconds)]
    private static partial Regex Pair();

    [GeneratedRegex(@"(?:\b(?i:my (?:full )?name is|my name's|i am called|je m'appelle|ich heiße|ich heisse|me llamo|mi chiamo|meu nome é)|\b(?i:(?:full |first |last |sur|family )?name) ?:) {1,2}(?<value>" + Word + "(?: (?:\\p{Lu}\\. )?" + Particles + Word + "){0,2})", Options, TimeoutMilliseconds)]
    private static partial Regex Introduced();

    [GeneratedRegex(@"\b(?i:signed|regards|sincerely|cheers|yours (?:truly|faithfully|sincerely)|viele grüße|mit freundlichen grüßen|cordialement|saludos),\s{1,3}(?<value>" + Word + " (?:\\p{Lu}\\. )?" + Particles + Word + @")(?=\s*(?:$|[\n,.]))", Options, TimeoutMilliseconds)]
    private static partial Regex Signed();
}
