using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

/// <summary>Keys and tokens by the prefixes their issuers give them, what is assigned to a password or key, and tokens drawn at random.</summary>
internal sealed partial class SecretDetector : PersonalDetector
{
    public override PersonalKind Kind => PersonalKind.Secret;

    public override IEnumerable<TextSpan> Find(string folded) => Matches(Issued(), folded).Concat(Matches(Assigned(), folded))
        .Concat(Matches(Token(), folded).Where(span => Entropy.LooksRandom(folded.Substring(span.Start, span.Length)))).Distinct();

    /// <summary>Secrets tell upper from lower case.</summary>
    public override string KeyOf(string foldedValue) => foldedValue;

    [GeneratedRegex(@"(?<![0-9A-Za-z_])(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{40,}|xox[abprs]-[0-9A-Za-z-]{10,}|[sr]k_live_[0-9A-Za-z]{16,}|glpat-[0-9A-Za-z_-]{20,}|npm_[0-9A-Za-z]{36}|pypi-[0-9A-Za-z_-]{50,}|SG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}|ya29\.[0-9A-Za-z_-]{20,}|[0-9]{8,10}:AA[0-9A-Za-z_-]{33}|AGE-SECRET-KEY-1[0-9A-Z]{58}|AIza[0-9A-Za-z_-]{35}|eyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{4,}\.[0-9A-Za-z_-]{8,})(?![0-9A-Za-z_])|-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY-----", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Issued();

    [GeneratedRegex(@"(?<![0-9A-Za-z+/_=.-])[0-9A-Za-z+/_-]{20,200}={0,2}(?![0-9A-Za-z+/_=-])", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Token();

    // A word alone, as in "password: please reset it", is no secret: it must hold a digit or a sign.
    [GeneratedRegex(@"(?:password|passwd|passphrase|pwd|secret|api[_-]?key|access[_-]?key|token|パスワード|暗証番号)[""']? ?[:=] ?[""']?(?<value>(?=[^\s""',;]*[0-9!#$%&*+/=?@^_~])[^\s""',;]{4,200}(?<!\.))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex Assigned();
}
