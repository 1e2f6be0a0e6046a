using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

internal sealed partial class Ipv4Detector : PersonalDetector
{
    private const string Octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    public override PersonalKind Kind => PersonalKind.Ipv4;

    public override IEnumerable<TextSpan> Find(string folded) => Matches(Address(), folded);

    public override string KeyOf(string foldedValue) => foldedValue;

    [GeneratedRegex(@"(?<![0-9A-Za-z.])" + Octet + @"(?:\." + Octet + @"){3}(?![0-9A-Za-z]|\.[0-9A-Za-z]|-[A-Za-z])", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Address();
}
