using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

/// <summary>
/// Numbers that states give to people, each by its form and its check digits. Where chance would pass the check too often (bare nine to
/// twelve digits), the number's name must stand before it.
/// </summary>
internal sealed partial class NationalIdDetector : PersonalDetector
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant;

    private static readonly (Regex Form, Func<string, bool> Checks)[] states =
    [
        (China(), China), (France(), France), (Spain(), Spain), (Italy(), Italy), (Brazil(), Brazil), (Insurance(), Insurance), (Health(), Health),
        (India(), CheckDigits.Verhoeff), (Germany(), CheckDigits.Mod11And10), (Korea(), value => CheckDigits.IsDate(value[..6])), (Netherlands(), Netherlands),
        (Switzerland(), Switzerland), (Sweden(), Sweden), (Poland(), Poland), (Canada(), CheckDigits.Luhn),
    ];

    public override PersonalKind Kind => PersonalKind.NationalId;

    public override IEnumerable<TextSpan> Find(string folded) =>
        states.SelectMany(state => Matches(state.Form, folded).Where(span => state.Checks(Compact(folded.Substring(span.Start, span.Length))))).Distinct();

    private static string Compact(string value) => string.Concat(value.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    /// <summary>GB 11643: a date of birth, and a check character by ISO 7064 modulo 11, 2.</summary>
    private static bool China(string value) =>
        CheckDigits.IsDate(value[6..14]) && "10X98765432"[CheckDigits.Weighted(value, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2) % 11] == value[17];

    /// <summary>The key is 97 less the number modulo 97; Corsica's 2A and 2B count as 19 and 18.</summary>
    private static bool France(string value)
    {
        var digits = value.Replace("2A", "19", StringComparison.Ordinal).Replace("2B", "18", StringComparison.Ordinal);
        return digits.All(char.IsAsciiDigit) && 97 - (long.Parse(digits[..13]) % 97) == long.Parse(digits[13..]);
    }

    private static bool Spain(string value)
    {
        var number = (value[0] is >= 'X' and <= 'Z' ? $"{value[0] - 'X'}{value[1..^1]}" : value[..^1]);
        return "TRWAGMYFPDXBNJZSQVHLCKE"[int.Parse(number) % 23] == value[^1];
    }

    /// <summary>Characters at odd places have values of their own (decree of 23 December 1976).</summary>
    private static bool Italy(string value)
    {
        int[] odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
        var sum = 0;
        for (var i = 0; i < 15; i++)
        {
            var order = char.IsAsciiDigit(value[i]) ? value[i] - '0' : value[i] - 'A';
            sum += i % 2 == 0 ? odd[order] : order;
        }
        return sum % 26 == value[15] - 'A';
    }

    private static bool Brazil(string value)
    {
        if (value.Distinct().Count() == 1) return false;
        var first = CheckDigits.Weighted(value, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        var second = CheckDigits.Weighted(value, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return value[9] - '0' == first && value[10] - '0' == second;
    }

    /// <summary>Pairs of letters that the British national insurance number never begins with.</summary>
    private static bool Insurance(string value) => value[..2] is not ("BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ");

    private static bool Health(string value) => (11 - (CheckDigits.Weighted(value, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11)) % 11 == value[9] - '0';

    private static bool Netherlands(string value) => value != "000000000" && CheckDigits.Weighted(value, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0;

    private static bool Switzerland(string value) => CheckDigits.Weighted(value, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0;

    private static bool Sweden(string value) => CheckDigits.IsDate(value[^10..^4]) && CheckDigits.Luhn(value[^10..]);

    /// <summary>The month says the century: 1 to 12 for the nineteen hundreds, 21 to 32 for the years since.</summary>
    private static bool Poland(string value) => CheckDigits.Weighted(value, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0
        && CheckDigits.IsDate($"{(int.Parse(value[2..4]) > 20 ? 20 : 19)}{value[..2]}{int.Parse(value[2..4]) % 20:00}{value[4..6]}");

    [GeneratedRegex(NotBefore + @"[1-8][0-9]{5}(?:18|19|20)[0-9]{9}[0-9Xx]" + NotBehind, Plain, TimeoutMilliseconds)]
    private static partial Regex China();

    [GeneratedRegex(NotBefore + @"[12] ?[0-9]{2} ?(?:0[1-9]|1[0-2]|[2-9][0-9]) ?(?:[0-9]{2}|2[ABab]) ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}" + NotBehind, Plain, TimeoutMilliseconds)]
    private static partial Regex France();

    [GeneratedRegex(NotBefore + @"(?:[0-9]{8}|[XYZ]-?[0-9]{7})-?[A-HJ-NP-TV-Z]" + NotBehind, Plain, TimeoutMilliseconds)]
    private static partial Regex Spain();

    [GeneratedRegex(NotBefore + @"[A-Z]{6}[0-9]{2}[ABCDEHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]" + NotBehind, Plain | RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex Italy();

    [GeneratedRegex(NotBefore + @"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}" + NotBehind, Plain, TimeoutMilliseconds)]
    private static partial Regex Brazil();

    [GeneratedRegex(NotBefore + @"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?<s> ?)[0-9]{2}\k<s>[0-9]{2}\k<s>[0-9]{2}\k<s>[A-D]" + NotBehind, Plain, TimeoutMilliseconds)]
    private static partial Regex Insurance();

    [GeneratedRegex(@"\bNHS\b[^0-9\n]{0,16}(?<value>[0-9]{3}(?<s>[ -]?)[0-9]{3}\k<s>[0-9]{4})" + NotBehind, Plain, TimeoutMilliseconds)]
    private static partial Regex Health();

    [GeneratedRegex(@"(?:\baadhaa?r\b|आधार)[^0-9\n]{0,16}(?<value>[2-9][0-9]{3}(?<s>[ -]?)[0-9]{4}\k<s>[0-9]{4})" + NotBehind, Plain | RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex India();

    [GeneratedRegex(@"(?:\bsteuer-?(?:id|identifikationsnummer)\b|\bidnr\b)[^0-9\n]{0,16}(?<value>[1-9][0-9](?<s> ?)[0-9]{3}\k<s>[0-9]{3}\k<s>[0-9]{3})" + NotBehind, Plain | RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex Germany();

    [GeneratedRegex(NotBefore + @"[0-9]{6}-[1-8][0-9]{6}" + NotBehind, Plain, TimeoutMilliseconds)]
    private static partial Regex Korea();

    [GeneratedRegex(@"(?:\bbsn\b|\bburgerservicenummer\b)[^0-9\n]{0,16}(?<value>[0-9]{9})" + NotBehind, Plain | RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex Netherlands();

    [GeneratedRegex(NotBefore + @"756(?<s>[. ]?)[0-9]{4}\k<s>[0-9]{4}\k<s>[0-9]{2}" + NotBehind, Plain, TimeoutMilliseconds)]
    private static partial Regex Switzerland();

    [GeneratedRegex(NotBefore + @"(?:19|20)?[0-9]{6}[-+][0-9]{4}" + NotBehind, Plain, TimeoutMilliseconds)]
    private static partial Regex Sweden();

    [GeneratedRegex(@"\bpesel\b[^0-9\n]{0,16}(?<value>[0-9]{11})" + NotBehind, Plain | RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex Poland();

    [GeneratedRegex(@"(?:\bSIN\b|\bsocial insurance (?:no|number)\b)[^0-9\n]{0,16}(?<value>[0-9]{3}(?<s>[ -])[0-9]{3}\k<s>[0-9]{3})" + NotBehind, Plain, TimeoutMilliseconds)]
    private static partial Regex Canada();
}
