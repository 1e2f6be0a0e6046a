using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

internal sealed partial class PassportDetector : PersonalDetector
{
    private const int LeastDigits = 5;

    public override PersonalKind Kind => PersonalKind.Passport;

    public override IEnumerable<TextSpan> Find(string folded) =>
        Matches(Named(), folded).Where(span => Digits(folded.Substring(span.Start, span.Length)).Length >= LeastDigits)
            .Concat(Matches(MachineReadable(), folded).Where(span => Checks(folded.Substring(span.Start, span.Length))));

    /// <summary>The check digits of number, birth and expiry (ICAO 9303 part 4).</summary>
    private static bool Checks(string line) => Check(line[..9], line[9]) && Check(line[13..19], line[19]) && Check(line[21..27], line[27]);

    /// <summary>Weights 7, 3, 1; letters are 10 to 35 and the filler 0; modulo 10 (ICAO 9303 part 3, 4.9).</summary>
    private static bool Check(string field, char digit)
    {
        var sum = 0;
        for (var i = 0; i < field.Length; i++)
        {
            var value = field[i] switch
            {
                '<' => 0,
                <= '9' => field[i] - '0',
                _ => field[i] - 'A' + 10,
            };
            sum += value * (i % 3) switch
            {
                0 => 7,
                1 => 3,
                _ => 1,
            };
        }
        return sum % 10 == digit - '0';
    }

    [GeneratedRegex(@"(?:(?i:\bpassport)|パスポート|旅券)(?i:[ :#.の番号は]|no\b|number|is){0,12}(?<value>[A-Z0-9]{6,9})" + NotBehind, RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Named();

    [GeneratedRegex(@"(?<![0-9A-Za-z<])[A-Z0-9<]{9}[0-9][A-Z<]{3}[0-9]{7}[MFX<][0-9]{7}[A-Z0-9<]{14}[0-9<][0-9](?![0-9A-Za-z<])", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex MachineReadable();
}
