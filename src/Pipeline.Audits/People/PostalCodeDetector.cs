using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

/// <summary>Five or seven digits are a postal code only where a state, a postal mark or its name stands before them.</summary>
internal sealed partial class PostalCodeDetector : PersonalDetector
{
    public const string State = "(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])";

    public const string Zip = "[0-9]{5}(?:-[0-9]{4})?";

    public const string British = "(?:[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{2})";

    public override PersonalKind Kind => PersonalKind.PostalCode;

    public override IEnumerable<TextSpan> Find(string folded) => Matches(Code(), folded);

    [GeneratedRegex(@"(?:\b" + State + @",? +(?<value>" + Zip + @")|\b(?i:zip(?: code)?|postal code)[: ]{1,3}(?<value>" + Zip + @")|(?:〒|郵便番号)[ :は]{0,3}(?<value>[0-9]{3}-?[0-9]{4})|(?<![0-9A-Za-z])(?<value>" + British + "))" + NotBehind, RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Code();
}
