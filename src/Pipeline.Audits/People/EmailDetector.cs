using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

internal sealed partial class EmailDetector : PersonalDetector
{
    /// <summary>How far a URL's user name may begin before the @.</summary>
    private const int LongestUserinfo = 256;

    private const string Latin = @"[A-Za-z0-9\u00C0-\u024F]";

    // Latin first: in Japanese text an address follows a letter of another script without a space.
    private const string Local =
        @"(?:[A-Za-z0-9\u00C0-\u024F_%+-][A-Za-z0-9\u00C0-\u024F_%+'-]{0,63}(?:\.[A-Za-z0-9\u00C0-\u024F_%+'-]{1,63}){0,8}|[\p{L}\p{N}]{1,64})";

    private const string Domain =
        @"(?:(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?|[\p{L}\p{N}-]{1,63})\.){1,8}(?:xn--[A-Za-z0-9-]{2,59}|[A-Za-z]{2,24}|[\p{L}-[A-Za-z]]{2,24})";

    public override PersonalKind Kind => PersonalKind.Email;

    public override IEnumerable<TextSpan> Find(string folded) =>
        folded.Contains('@') ? Matches(Address(), folded).Where(span => !IsUserinfo(folded, span.Start)) : [];

    public override string KeyOf(string foldedValue) => Skeleton.Of(TextNormaliser.Full(foldedValue));

    [GeneratedRegex("(?<!" + Latin + "|[_%+-])" + Local + "@" + Domain + "(?![A-Za-z0-9@-])", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Address();

    private static bool IsUserinfo(string text, int start)
    {
        for (var i = start - 1; i >= 2 && start - i < LongestUserinfo && !char.IsWhiteSpace(text[i]); i--)
            if (text[i] == '/') return text[i - 1] == '/' && text[i - 2] == ':';
        return false;
    }
}
