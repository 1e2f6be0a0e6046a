using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

internal sealed partial class IbanDetector : PersonalDetector
{
    /// <summary>Country and length, from the SWIFT IBAN registry.</summary>
    private const string Lengths =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 "
        + "GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 "
        + "MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 "
        + "TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    private static readonly Dictionary<string, int> lengths = Lengths.Split(' ').ToDictionary(entry => entry[..2], entry => int.Parse(entry[2..]), StringComparer.OrdinalIgnoreCase);

    public override PersonalKind Kind => PersonalKind.Iban;

    public override IEnumerable<TextSpan> Find(string folded)
    {
        foreach (var start in Matches(Start(), folded))
        {
            if (!lengths.TryGetValue(folded.Substring(start.Start, 2), out var length)) continue;
            var (end, number) = Take(folded, start.Start, length);
            if (number.Length == length && (end == folded.Length || !char.IsAsciiLetterOrDigit(folded[end])) && Mod97(number) == 1)
                yield return new TextSpan(start.Start, end - start.Start);
        }
    }

    /// <summary>The next letters and digits, single spaces between them left out.</summary>
    private static (int End, string Number) Take(string text, int start, int length)
    {
        var number = new List<char>(length);
        var i = start;
        for (; i < text.Length && number.Count < length; i++)
        {
            if (char.IsAsciiLetterOrDigit(text[i])) number.Add(char.ToUpperInvariant(text[i]));
            else if (text[i] != ' ' || text[i - 1] == ' ') break;
        }
        return (i, string.Concat(number));
    }

    /// <summary>The first four to the end, letters as 10 to 35, modulo 97 (ISO 7064).</summary>
    private static int Mod97(string number) =>
        (number[4..] + number[..4]).Aggregate(0, (rest, c) => char.IsAsciiDigit(c) ? ((rest * 10) + c - '0') % 97 : ((rest * 100) + c - 'A' + 10) % 97);

    [GeneratedRegex(@"(?<![0-9A-Za-z])[A-Za-z]{2}[0-9]{2}(?= ?[0-9A-Za-z]{4})", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Start();
}
