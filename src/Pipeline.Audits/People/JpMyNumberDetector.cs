using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

/// <summary>One twelve-digit number in eleven passes the check by chance, so the number's name must stand before it.</summary>
internal sealed partial class JpMyNumberDetector : PersonalDetector
{
    public override PersonalKind Kind => PersonalKind.JpMyNumber;

    public override IEnumerable<TextSpan> Find(string folded) =>
        Matches(Number(), folded).Where(span => HasCheckDigit(Digits(folded.Substring(span.Start, span.Length))));

    /// <summary>Weights 2 to 7, then 2 to 6, from the right, modulo 11 (ordinance 85 of 2014, article 5).</summary>
    private static bool HasCheckDigit(string digits)
    {
        var sum = 0;
        for (var n = 1; n <= 11; n++) sum += (digits[11 - n] - '0') * (n <= 6 ? n + 1 : n - 5);
        return digits[11] - '0' == (sum % 11 <= 1 ? 0 : 11 - (sum % 11));
    }

    [GeneratedRegex(NotBefore + @"(?<=(?:マイナンバー|個人番号|my ?number)[^0-9\n]{0,16})[0-9]{4}(?<s>[ -]?)[0-9]{4}\k<s>[0-9]{4}" + NotBehind, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex Number();
}
