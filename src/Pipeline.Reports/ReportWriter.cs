using System.Text;
using Pipeline.Core.Releases;
using Pipeline.Reports.Html;
using Pipeline.Reports.Json;

namespace Pipeline.Reports;

/// <summary>Writes a run's report for machines and for people. Both are UTF-8 with LF and depend on the report alone.</summary>
public static class ReportWriter
{
    /// <summary>Writes the canonical JSON form, described by <c>schemas/report.schema.json</c>.</summary>
    /// <exception cref="ArgumentException">The report names a released file although the gate refused.</exception>
    public static void WriteJson(RunReport report, string path) => Write(path, Json(report));

    /// <summary>Writes one self-contained page: no script, nothing loaded from elsewhere.</summary>
    /// <exception cref="ArgumentException">The report names a released file although the gate refused.</exception>
    public static void WriteHtml(RunReport report, string path) => Write(path, Html(report));

    /// <summary>The canonical JSON form.</summary>
    public static string Json(RunReport report) => ReportJson.Of(Consistent(report));

    /// <summary>The canonical JSON form of an audit of texts made elsewhere.</summary>
    public static string Json(AuditReport report) => AuditReportJson.Of(report);

    /// <summary>Writes it, described by <c>schemas/audit.schema.json</c>.</summary>
    public static void WriteJson(AuditReport report, string path) => Write(path, Json(report));

    /// <summary>The page.</summary>
    public static string Html(RunReport report) => ReportPage.Of(Consistent(report));

    private static RunReport Consistent(RunReport report) => report is { Decision: Refused, Release: not null }
        ? throw new ArgumentException("A refused run cannot have released a file.", nameof(report))
        : report;

    /// <summary>Staged beside the file and renamed, so that a crash leaves no half report under its name.</summary>
    private static void Write(string path, string text)
    {
        var staged = path + ".part";
        File.WriteAllText(staged, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(staged, path, overwrite: true);
    }
}
