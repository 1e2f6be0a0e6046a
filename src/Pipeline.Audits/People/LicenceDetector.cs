using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

internal sealed partial class LicenceDetector : PersonalDetector
{
    private const int LeastDigits = 5;

    public override PersonalKind Kind => PersonalKind.Licence;

    public override IEnumerable<TextSpan> Find(string folded) =>
        Matches(Named(), folded).Where(span => Digits(folded.Substring(span.Start, span.Length)).Length >= LeastDigits);

    [GeneratedRegex(@"(?:(?i:\bdriv(?:er'?s?|ing) licen[cs]e)|免許証?)(?i:[ :#.の番号は第]|no\b|number|is){0,12}(?<value>[A-Z0-9][A-Z0-9-]{5,17})" + NotBehind, RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Named();
}
