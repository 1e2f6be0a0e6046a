using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

internal sealed partial class MacDetector : PersonalDetector
{
    public override PersonalKind Kind => PersonalKind.Mac;

    public override IEnumerable<TextSpan> Find(string folded) => Matches(Address(), folded);

    [GeneratedRegex(@"(?<![0-9A-Za-z:.-])(?:[0-9A-Fa-f]{2}(?<s>[:-])[0-9A-Fa-f]{2}(?:\k<s>[0-9A-Fa-f]{2}){4}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4})(?![0-9A-Za-z]|[:.-][0-9A-Za-z])", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Address();
}
