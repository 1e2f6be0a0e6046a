using System.Text.RegularExpressions;
using Pipeline.Audits.Text;
using PhoneNumbers;

namespace Pipeline.Audits.People;

/// <summary>
/// Numbers written as telephone numbers are, of a length that a country has (libphonenumber's "possible", since numbers in
/// fiction and in synthetic text are seldom assigned). Bare digits count only as mobile numbers or behind a word such as phone.
/// </summary>
internal sealed partial class PhoneDetector : PersonalDetector
{
    /// <summary>Enough digits to tell numbers apart, few enough to leave out country and trunk codes.</summary>
    private const int DigitsCompared = 9;

    /// <summary>Countries whose lengths stand for all that write a trunk 0.</summary>
    private static readonly string[] zeroLed = ["JP", "GB", "DE", "FR", "IT", "AU"];

    /// <summary>A letter may stand before a bracket: <c>TEL(03)</c>.</summary>
    private const string NotBeforePhone = @"(?<![0-9]|[0-9][-./]|[A-Za-z](?!\())";

    private static readonly PhoneNumberUtil numbering = PhoneNumberUtil.GetInstance();

    public override PersonalKind Kind => PersonalKind.Phone;

    public override IEnumerable<TextSpan> Find(string folded)
    {
        var spans = Possible(International(), folded, ["ZZ"])
            .Concat(Possible(NorthAmerican(), folded, ["US"]))
            .Concat(Possible(TrunkZero(), folded, zeroLed).Where(span => Digits(folded.Substring(span.Start, span.Length)).Length is 10 or 11))
            .Concat(Possible(Named(), folded, ["US", .. zeroLed]));
        var end = 0;
        foreach (var span in spans.OrderBy(span => span.Start).ThenByDescending(span => span.Length))
        {
            if (span.Start < end) continue;
            end = span.End;
            yield return span;
        }
    }

    public override string KeyOf(string foldedValue)
    {
        var digits = Digits(foldedValue);
        return digits[Math.Max(0, digits.Length - DigitsCompared)..];
    }

    private static IEnumerable<TextSpan> Possible(Regex regex, string text, string[] regions) =>
        Matches(regex, text).Where(span => Array.Exists(regions, region => IsPossible(text.Substring(span.Start, span.Length), region)));

    private static bool IsPossible(string number, string region)
    {
        try
        {
            return numbering.IsPossibleNumber(numbering.Parse(number, region));
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"(?<![0-9A-Za-z+])\+[1-9][0-9]{0,2}(?:[ .-]?\(?[0-9]{1,12}\)?){1,6}" + NotBehind, RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex International();

    [GeneratedRegex(NotBeforePhone + @"(?<![+$][0-9 ]{0,3})(?:1[ .-])?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4}(?:(?= ?(?:x|ext)\.? ?[0-9])|" + NotBehind + ")", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex NorthAmerican();

    [GeneratedRegex(NotBeforePhone + @"(?:0[789]0[0-9]{8}|07[0-9]{9}|\(0[0-9]{1,4}\) ?[0-9]{1,4}[ -][0-9]{4}|0[0-9](?:[ .][0-9]{2}){4}|0[0-9]{1,4}[ -][0-9]{2,4}[ -][0-9]{3,4}|0[0-9]{3,4} [0-9]{6}|0[0-9]{2,4}[ /-][0-9]{6,8})" + NotBehind, RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex TrunkZero();

    [GeneratedRegex(@"(?:\b(?:phone|tel|telephone|mobile|cell|fax|call)\b|電話|携帯|℡|☎)[^0-9+\n]{0,12}(?<value>[0-9]{10,11})" + NotBehind, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex Named();
}
