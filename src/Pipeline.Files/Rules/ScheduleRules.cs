using System.Text.RegularExpressions;
using FluentValidation;
using Pipeline.Core.Plans;
using Pipeline.Files.Reading;

namespace Pipeline.Files.Rules;

/// <summary>What the values of <c>schedule</c> must be.</summary>
internal sealed class ScheduleRules : AbstractValidator<SchedulePlan>
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public ScheduleRules()
    {
        RuleFor(schedule => schedule.Cron).Must(IsCron)
            .Says("The cron expression cannot be read.", "second minute hour day-of-month month day-of-week, with ? for one of the two days, such as \"0 0 3 ? * MON\"");
        RuleFor(schedule => schedule.Zone).Must(zone => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)).Says(
            schedule => $"There is no time zone {FileProblems.Quoted(schedule.Zone)} on this machine.",
            schedule => new Hint("a name such as Europe/Paris or UTC", FileProblems.Nearest(schedule.Zone, TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id))));
    }

    private static bool IsCron(string cron)
    {
        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length is 6 or 7
            && IsField(fields[0], 0, 59, []) && IsField(fields[1], 0, 59, []) && IsField(fields[2], 0, 23, [])
            && (IsField(fields[3], 1, 31, []) || DayOfMonth.IsMatch(fields[3]))
            && IsField(fields[4], 1, 12, Months)
            && (IsField(fields[5], 1, 7, Days) || DayOfWeek.IsMatch(fields[5]))
            && (fields.Length == 6 || IsField(fields[6], 1970, 2199, []))
            && fields[3] == "?" != (fields[5] == "?");
    }

    /// <summary>Numbers or names, as single values, ranges and steps, separated by commas.</summary>
    private static bool IsField(string field, int least, int most, string[] names) =>
        (most is 31 or 7 && field == "?") || field.Split(',').All(item =>
        {
            var match = Item.Match(item);
            return match.Success
                && (match.Groups["all"].Success || IsValue(match.Groups["from"].Value, least, most, names))
                && (!match.Groups["to"].Success || IsValue(match.Groups["to"].Value, least, most, names))
                && (!match.Groups["step"].Success || (int.Parse(match.Groups["step"].Value) is var step && step > 0 && step <= most));
        });

    private static bool IsValue(string text, int least, int most, string[] names) =>
        int.TryParse(text, out var number) ? number >= least && number <= most : names.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static readonly Regex Item = new(@"^(?:(?<all>\*)|(?<from>[0-9]{1,4}|[A-Za-z]{3})(?:-(?<to>[0-9]{1,4}|[A-Za-z]{3}))?)(?:/(?<step>[0-9]{1,3}))?\z", RegexOptions.NonBacktracking);

    private static readonly Regex DayOfMonth = new(@"^(?:L(?:-[0-9]{1,2})?|LW|(?:[1-9]|[12][0-9]|3[01])W)\z", RegexOptions.NonBacktracking);

    private static readonly Regex DayOfWeek = new(@"^(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(?:L|#[1-5])\z", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);
}
