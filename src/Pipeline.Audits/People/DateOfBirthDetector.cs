using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

/// <summary>A date that exists, with a word about birth before it (or, in Japanese, behind it). Other dates are not personal.</summary>
internal sealed partial class DateOfBirthDetector : PersonalDetector
{
    private const string Month = "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";

    private const string Japanese =
        @"(?:(?<year>[0-9]{4})年|(?<era>明治|大正|昭和|平成|令和)(?<year>[0-9]{1,2}|元)年)(?<month>[0-9]{1,2})月(?<day>[0-9]{1,2})日";

    private const string Anywhere =
        @"(?:(?<year>[0-9]{4})(?<s>[-/.])(?<month>[0-9]{1,2})\k<s>(?<day>[0-9]{1,2})"
        + @"|(?<first>[0-9]{1,2})(?<t>[-/.])(?<second>[0-9]{1,2})\k<t>(?<year>[0-9]{4})"
        + @"|(?<name>" + Month + @")\.? (?<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?<year>[0-9]{4})"
        + @"|(?<day>[0-9]{1,2})(?:st|nd|rd|th)?\.? (?:of )?(?<name>" + Month + @")\.?,? (?<year>[0-9]{4})"
        + @"|(?<![A-Za-z])(?<era>[MTSHR])(?<year>[0-9]{1,2})(?<u>[-/.])(?<month>[0-9]{1,2})\k<u>(?<day>[0-9]{1,2})"
        + "|" + Japanese + ")(?![0-9A-Za-z]|[-/][0-9])";

    public override PersonalKind Kind => PersonalKind.DateOfBirth;

    public override IEnumerable<TextSpan> Find(string folded)
    {
        foreach (var regex in (Regex[])[Announced(), Concluded()])
        {
            for (var match = regex.Match(folded); match.Success; match = match.NextMatch())
                if (Read(match) is not null) yield return SpanOf(match.Groups["value"]);
        }
    }

    /// <summary>Year, then the lesser and the greater of day and month, since people write them in either order.</summary>
    public override string KeyOf(string foldedValue) =>
        Read(Alone().Match(foldedValue)) is { } date ? $"{date.Year:0000}{Math.Min(date.Month, date.Day):00}{Math.Max(date.Month, date.Day):00}" : base.KeyOf(foldedValue);

    private static DateOnly? Read(Match match)
    {
        var year = match.Groups["year"].Value == "元" ? 1 : int.Parse(match.Groups["year"].Value);
        if (match.Groups["era"].Success) year += YearBefore(match.Groups["era"].Value);
        if (match.Groups["first"].Success)
        {
            var (first, second) = (Number(match, "first"), Number(match, "second"));
            return Date(year, first, second) ?? Date(year, second, first);
        }
        return Date(year, match.Groups["name"].Success ? MonthCalled(match.Groups["name"].Value) : Number(match, "month"), Number(match, "day"));
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value);

    private static int MonthCalled(string name) => 1 + ("janfebmaraprmayjunjulaugsepoctnovdec".IndexOf(name[..3], StringComparison.OrdinalIgnoreCase) / 3);

    /// <summary>The year before an era's first.</summary>
    private static int YearBefore(string era) => era switch
    {
        "M" or "m" or "明治" => 1867,
        "T" or "t" or "大正" => 1911,
        "S" or "s" or "昭和" => 1925,
        "H" or "h" or "平成" => 1988,
        _ => 2018,
    };

    private static DateOnly? Date(int year, int month, int day) =>
        year is >= 1868 and <= 2100 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    [GeneratedRegex(@"(?:\b(?:dob|date of birth|birth ?date|birthday|born|geboren|geb|née?)\b|\bd\.o\.b\.|生年月日|誕生日)[^0-9;\n]{0,30}?(?<![0-9])(?<value>" + Anywhere + ")", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex Announced();

    [GeneratedRegex(@"(?<![0-9])(?<value>" + Japanese + @")(?=\s?(?:生まれ|生れ|生(?:[^\p{L}]|$)))", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Concluded();

    [GeneratedRegex("^" + Anywhere, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex Alone();
}
