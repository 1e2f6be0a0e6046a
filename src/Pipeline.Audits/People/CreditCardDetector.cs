using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

internal sealed partial class CreditCardDetector : PersonalDetector
{
    public override PersonalKind Kind => PersonalKind.CreditCard;

    public override IEnumerable<TextSpan> Find(string folded) =>
        Matches(Number(), folded).Where(span => Digits(folded.Substring(span.Start, span.Length)) is var digits && IsIssued(digits) && CheckDigits.Luhn(digits));

    public override string KeyOf(string foldedValue) => Digits(foldedValue);

    /// <summary>First digits and lengths that card brands use.</summary>
    private static bool IsIssued(string digits) => (int.Parse(digits[..4]), digits.Length) switch
    {
        ( >= 4000 and <= 4999, 13 or 16 or 19) => true, // Visa
        ( >= 5100 and <= 5599 or >= 2221 and <= 2720, 16) => true, // Mastercard
        ( >= 3400 and <= 3499 or >= 3700 and <= 3799, 15) => true, // American Express
        ( >= 3528 and <= 3589, >= 16 and <= 19) => true, // JCB
        ( >= 3000 and <= 3059 or >= 3600 and <= 3699 or >= 3800 and <= 3999, >= 14 and <= 19) => true, // Diners Club
        (6011 or >= 6440 and <= 6599 or >= 6200 and <= 6299, >= 16 and <= 19) => true, // Discover, UnionPay
        ( >= 5000 and <= 5099 or >= 5600 and <= 5899 or >= 6300 and <= 6399 or >= 6700 and <= 6799, >= 13 and <= 19) => true, // Maestro
        _ => false,
    };

    [GeneratedRegex(NotBefore + @"(?:[0-9]{13,19}|[0-9]{4}(?<s>[ -])[0-9]{4}\k<s>[0-9]{4}\k<s>[0-9]{4}|[0-9]{4}(?<t>[ -])[0-9]{6}\k<t>[0-9]{4,5})" + NotBehind, RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Number();
}
