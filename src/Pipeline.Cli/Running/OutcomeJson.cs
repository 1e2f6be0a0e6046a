using System.Text.Json;
using Pipeline.Core.Releases;

namespace Pipeline.Cli.Running;

/// <summary>The outcome of a run for machines.</summary>
internal static class OutcomeJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(RunResult result) => JsonSerializer.Serialize(new
    {
        schema = "pipeline-run/1",
        pipeline = result.Report.Pipeline,
        run = result.Report.Run,
        decision = result.Report.Decision is Approved ? "approved" : "refused",
        reasons = result.Report.Decision is Refused refused ? refused.Reasons : [],
        report = Path.Combine(result.Folder, "report.html"),
        data = result.Report.Release is { } release ? Path.Combine(result.Folder, release.FileName) : null,
        seconds = Math.Round(result.Report.Duration.TotalSeconds, 1),
        peakMegabytes = Math.Round(result.Report.PeakMemoryMegabytes),
    }, Indented);
}
