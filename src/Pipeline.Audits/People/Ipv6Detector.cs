using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

internal sealed partial class Ipv6Detector : PersonalDetector
{
    /// <summary>Shorter ones are loopbacks, or C++ (<c>a::b</c>).</summary>
    private const int LeastDigits = 4;

    public override PersonalKind Kind => PersonalKind.Ipv6;

    public override IEnumerable<TextSpan> Find(string folded) =>
        from span in Matches(Colons(), folded)
        let value = folded.Substring(span.Start, span.Length)
        where value.Count(char.IsAsciiHexDigit) >= LeastDigits && value.Any(char.IsAsciiDigit)
            && IPAddress.TryParse(value, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
        select span;

    public override string KeyOf(string foldedValue) => IPAddress.Parse(foldedValue).ToString();

    [GeneratedRegex(@"(?<![0-9A-Za-z:.])(?=[0-9A-Fa-f]{0,4}:)(?:[0-9A-Fa-f]{1,4})?(?::{1,2}[0-9A-Fa-f]{1,4}){0,8}(?:(?:\.[0-9]{1,3}){3}|::)?(?![0-9A-Za-z:]|\.[0-9])", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Colons();
}
