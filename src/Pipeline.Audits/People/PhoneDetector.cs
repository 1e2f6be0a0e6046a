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
    /// <summary>What is compared of a number that no plan can read: enough digits to tell numbers apart, few enough to leave out codes.</summary>
    private const int DigitsCompared = 9;

    /// <summary>Shorter ones are local numbers, which many towns have, and dates.</summary>
    private const int LeastNamed = 8;

    /// <summary>Countries whose lengths stand for all that write a trunk 0.</summary>
    private static readonly string[] zeroLed = ["JP", "GB", "DE", "FR", "IT", "AU"];

    /// <summary>Countries whose lengths stand for those without a trunk digit.</summary>
    private static readonly string[] others = ["US", "IN", "BR", "CN", "ES", "PL"];

    /// <summary>A letter may stand before a bracket: <c>TEL(03)</c>.</summary>
    private const string NotBeforePhone = @"(?<![0-9]|[0-9][-./]|[A-Za-z](?!\())";

    private static readonly PhoneNumberUtil numbering = PhoneNumberUtil.GetInstance();

    public override PersonalKind Kind => PersonalKind.Phone;

    public override IEnumerable<TextSpan> Find(string folded)
    {
        var spans = Possible(International(), folded, ["ZZ"])
            .Concat(Possible(NorthAmerican(), folded, ["US"]))
            .Concat(Possible(TrunkZero(), folded, zeroLed).Where(span => Digits(folded.Substring(span.Start, span.Length)).Length is 10 or 11))
            .Concat(Possible(Named(), folded, ["US", .. zeroLed]))
            .Concat(Possible(NamedInGroups(), folded, [.. others, .. zeroLed]).Where(span => Digits(folded.Substring(span.Start, span.Length)).Length >= LeastNamed));
        var end = 0;
        foreach (var span in spans.OrderBy(span => span.Start).ThenByDescending(span => span.Length))
        {
            if (span.Start < end) continue;
            end = span.End;
            yield return span;
        }
    }

    /// <summary>The national number, so that country and trunk codes, brackets and extensions do not matter.</summary>
    public override string KeyOf(string foldedValue)
    {
        var digits = Digits(foldedValue);
        string[] regions = foldedValue.StartsWith('+') ? ["ZZ"] : digits.StartsWith('0') ? zeroLed : [.. others, .. zeroLed];
        return regions.Select(region => Read(foldedValue, region)).FirstOrDefault(number => number is not null) is { } read
            ? read.NationalNumber.ToString()
            : digits[Math.Max(0, digits.Length - DigitsCompared)..];
    }

    private static IEnumerable<TextSpan> Possible(Regex regex, string text, string[] regions) =>
        Matches(regex, text).Where(span => Array.Exists(regions, region => Read(text.Substring(span.Start, span.Length), region) is not null));

    /// <summary>The number by a region's plan, or null when that has no number of such a length.</summary>
    private static PhoneNumber? Read(string number, string region)
    {
        try
        {
            var read = numbering.Parse(number, region);
            return numbering.IsPossibleNumber(read) ? read : null;
        }
        catch (NumberParseException)
        {
            return null;
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

    [GeneratedRegex(@"(?:\b(?:phone|tel|telephone|mobile|cell|fax|whatsapp|handy)\b|電話|携帯|℡|☎)[^0-9+(\n]{0,12}(?!(?:19|20)[0-9]{2}[-.][0-9]{2}[-.][0-9]{2}(?![0-9]))(?<value>\(?[0-9]{2,5}\)?(?:[ .-][0-9]{2,5}){1,4})" + NotBehind, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex NamedInGroups();
}
