using Pipeline.Core.Releases;

namespace Pipeline.Reports.Html.Sections;

/// <summary>The file and a few of its rows, or that nothing was written.</summary>
internal static class Released
{
    public static object Of(RunReport report) => new
    {
        Approved = report.Decision is Approved,
        Written = report.Release is not null,
        Facts = report.Release is { } release ? Facts(release) : [],
        Samples = report.SampleRows.Select(row => new { row.Id, row.Label, row.Text }).ToList(),
        HasSamples = report.SampleRows.Count > 0,
    };

    private static Fact[] Facts(ReleaseSummary release) =>
    [
        new("File", release.FileName),
        new("Rows", Shown.Count(release.Rows)),
        new("Rows of each label", string.Join(", ", release.Labels.Select(label => $"{label.Label} {Shown.Count(label.Rows)}"))),
        new("Columns", string.Join(", ", release.Columns)),
        new("SHA-256", release.Digest.Hex),
    ];
}
