using System.Globalization;
using Pipeline.Files.Reading;

namespace Pipeline.Files.Policies;

/// <summary>Ages and dates as policies write them.</summary>
internal static class Ages
{
    /// <summary><c>90 minutes</c>, <c>12 hours</c>, <c>1 day</c>; null for anything else.</summary>
    public static TimeSpan? Of(string text)
    {
        if (text.Split(' ') is not [var digits, var unit] || Section.NumberOf(digits, perCent: false) is not { } number || number is < 0 or > 1e6) return null;
        return unit switch
        {
            "minute" or "minutes" => TimeSpan.FromMinutes(number),
            "hour" or "hours" => TimeSpan.FromHours(number),
            "day" or "days" => TimeSpan.FromDays(number),
            _ => null,
        };
    }

    /// <summary><c>2027-03-31</c>; null for anything else.</summary>
    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>An age in words.</summary>
    public static string Words(TimeSpan age) => age.TotalDays >= 1 ? $"{age.TotalDays:0.##} days" : age.TotalHours >= 1 ? $"{age.TotalHours:0.##} hours" : $"{age.TotalMinutes:0.##} minutes";
}
