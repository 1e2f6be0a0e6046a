using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

internal sealed partial class UrlUserinfoDetector : PersonalDetector
{
    public override PersonalKind Kind => PersonalKind.UrlUserinfo;

    public override IEnumerable<TextSpan> Find(string folded) => folded.Contains("://", StringComparison.Ordinal) ? Matches(Url(), folded) : [];

    /// <summary>Passwords tell upper from lower case.</summary>
    public override string KeyOf(string foldedValue) => foldedValue;

    [GeneratedRegex(@"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s/?#@<>""]{1,256}@[A-Za-z0-9\[][!-~-[<>""]]{0,2000}(?<![.,;:!?)'\]}])", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Url();
}
