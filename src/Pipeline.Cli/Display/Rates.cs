using Pipeline.Core;

namespace Pipeline.Cli.Display;

/// <summary>Rates and times in words.</summary>
internal static class Rates
{
    /// <summary><c>1,200 of 4,000 texts, 21 a second, 2:10 left</c>.</summary>
    public static string Line(StageProgress progress, TimeSpan elapsed)
    {
        var text = progress.Total > 0 ? $"{progress.Done:N0} of {progress.Total:N0} {progress.Items}" : $"{progress.Done:N0} {progress.Items}";
        if (progress.Done <= 0 || elapsed.TotalSeconds < 0.5) return text;
        var rate = progress.Done / elapsed.TotalSeconds;
        text += rate >= 10 ? $", {rate:N0} a second" : $", {rate:N1} a second";
        return progress.Total > progress.Done ? $"{text}, {Duration(TimeSpan.FromSeconds((progress.Total - progress.Done) / rate))} left" : text;
    }

    /// <summary><c>0.4 s</c>, <c>12 s</c> or <c>2:05</c>.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => $"{time.TotalSeconds:N1} s",
        < 60 => $"{time.TotalSeconds:N0} s",
        < 3600 => $"{(int)time.TotalMinutes}:{time.Seconds:D2}",
        _ => $"{(int)time.TotalHours}:{time.Minutes:D2}:{time.Seconds:D2}",
    };
}
