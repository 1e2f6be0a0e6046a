using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

internal sealed partial class UsSsnDetector : PersonalDetector
{
    public override PersonalKind Kind => PersonalKind.UsSsn;

    public override IEnumerable<TextSpan> Find(string folded) => Matches(Number(), folded);

    // Area not 000, 666 or 9xx, group not 00, serial not 0000; nine bare digits only behind the number's name.
    [GeneratedRegex(NotBefore + @"(?!000|666|9)[0-9]{3}(?:(?<s>[- ])(?!00)[0-9]{2}\k<s>|(?<=(?:ssn|social security)[^0-9\n]{0,16}[0-9]{3})(?!00)[0-9]{2})(?!0000)[0-9]{4}" + NotBehind, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex Number();
}
