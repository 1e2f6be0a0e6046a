using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

/// <summary>Keys and tokens by the prefixes their issuers give them, and what is assigned to a password or key.</summary>
internal sealed partial class SecretDetector : PersonalDetector
{
    public override PersonalKind Kind => PersonalKind.Secret;

    public override IEnumerable<TextSpan> Find(string folded) => Matches(Issued(), folded).Concat(Matches(Assigned(), folded)).Distinct();

    /// <summary>Secrets tell upper from lower case.</summary>
    public override string KeyOf(string foldedValue) => foldedValue;

    [GeneratedRegex(@"(?<![0-9A-Za-z_])(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{40,}|xox[abprs]-[0-9A-Za-z-]{10,}|sk_live_[0-9A-Za-z]{16,}|AIza[0-9A-Za-z_-]{35}|eyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{4,}\.[0-9A-Za-z_-]{8,})(?![0-9A-Za-z_])|-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY-----", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Issued();

    // A word alone, as in "password: please reset it", is no secret: it must hold a digit or a sign.
    [GeneratedRegex(@"(?:password|passwd|passphrase|pwd|secret|api[_-]?key|access[_-]?key|token|パスワード|暗証番号)[""']? ?[:=] ?[""']?(?<value>(?=[^\s""',;]*[0-9!#$%&*+/=?@^_~])[^\s""',;]{4,200}(?<!\.))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex Assigned();
}
