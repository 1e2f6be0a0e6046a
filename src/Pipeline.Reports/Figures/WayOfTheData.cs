using System.Xml.Linq;
using Pipeline.Core.Releases;
using Pipeline.Reports.Html;

namespace Pipeline.Reports.Figures;

/// <summary>From the private source to the decision: what is private stands on the shaded side, with one door out of it.</summary>
internal static class WayOfTheData
{
    private const double BoxWidth = 178, BoxHeight = 58, PrivateX = 18, PublicX = 282, AuditX = 526;

    public static Figure Draw(RunReport report)
    {
        var source = report.Source;
        var approved = report.Decision is Approved;
        return Figure.Of(722, 428, "The way of the data: private source, mechanism, noisy target, matching, audits, decision.", "way",
            Figure.Box(4, 4, BoxWidth + 28, 420, "private-side", 10),
            Figure.Text(PrivateX, 26, "PRIVATE", "side"), Figure.Text(PublicX, 26, "PUBLIC OR RELEASED WITH NOISE", "side"), Figure.Text(AuditX, 26, "JUDGEMENT", "side"),
            Step(PrivateX, 44, "Source", $"{Shown.Count(source.Records)} records", $"{Shown.Count(source.Units)} × {source.Unit}"),
            Step(PrivateX, 148, "Training part", $"{Shown.Count(source.TrainingRecords)} records", $"{Shown.Count(source.TrainingUnits)} × {source.Unit}"),
            Step(PrivateX, 252, "Mechanism", report.Claims.FirstOrDefault()?.Mechanism ?? "none ran", "the only door"),
            Step(PrivateX, 356, "Holdout", $"{Shown.Count(source.HoldoutRecords)} records", "kept aside"),
            Step(PublicX, 44, "Language model", report.Settings.Model, "public"),
            Step(PublicX, 148, "Proposals", $"{Shown.Count(report.Settings.Proposals)} texts", "nothing private in a prompt"),
            Step(PublicX, 252, "Noisy target", "gradients with noise", Promise(report)),
            Step(PublicX, 356, "Candidate", $"{Shown.Count(Candidates(report))} texts", $"method: {report.Settings.Method}"),
            Step(AuditX, 252, "Audits", $"{report.Evidence.Audits.Count} audits", $"{report.Evidence.Findings.Count()} findings"),
            Step(AuditX, 148, "Gate", report.Settings.Policy, $"{report.Decision.Verdicts.Count} requirements"),
            Step(AuditX, 44, approved ? "Approved" : "Refused", approved ? Written(report) : "nothing written", "", approved ? "good" : "bad"),
            Arrow(107, 102, 107, 146), Arrow(107, 206, 107, 250), Bend((PrivateX, 73), (11, 73), (11, 385), (PrivateX - 1, 385)),
            Arrow(196, 281, 280, 281), Arrow(371, 102, 371, 146), Bend((282, 177), (266, 177), (266, 385), (280, 385)), Arrow(371, 310, 371, 354),
            Bend((460, 377), (598, 377), (598, 312)), Bend((196, 399), (240, 399), (240, 421), (632, 421), (632, 312)), Arrow(615, 252, 615, 208), Arrow(615, 148, 615, 104));
    }

    private static IEnumerable<XElement> Step(double x, double y, string title, string first, string second, string kind = "") =>
    [
        Figure.Box(x, y, BoxWidth, BoxHeight, "step " + kind, 6),
        Figure.Text(x + 12, y + 19, title, "title"),
        Figure.Text(x + 12, y + 35, Fit(first), "detail"),
        Figure.Text(x + 12, y + 50, Fit(second), "detail"),
    ];

    private static string Promise(RunReport report) => report.Claims.FirstOrDefault() is { } claim && double.IsFinite(claim.Epsilon)
        ? $"epsilon {Shown.Number(claim.Epsilon)}"
        : "no guarantee";

    private static string Written(RunReport report) => report.Release is { } release ? release.FileName : "not yet written";

    private static int Candidates(RunReport report) =>
        report.Decision is Approved approved ? approved.Release.Rows.Count : report.Matching?.Classes.Sum(label => label.Chosen) ?? report.Settings.Texts;

    /// <summary>SVG does not wrap: a long name is cut where the box ends.</summary>
    private static string Fit(string text) => text.Length <= 27 ? text : text[..26] + "…";

    private static XElement[] Arrow(double x1, double y1, double x2, double y2) => Bend((x1, y1), (x2, y2));

    /// <summary>A line with a head at its last point, drawn by hand: a marker would need an identifier unique in the page.</summary>
    private static XElement[] Bend(params (double X, double Y)[] points)
    {
        var ((fromX, fromY), (x, y)) = (points[^2], points[^1]);
        var (alongX, alongY) = (Math.Sign(x - fromX), Math.Sign(y - fromY));
        return
        [
            Figure.Curve(points, "flow"),
            Figure.Curve([(x - 6 * alongX - 4 * alongY, y - 6 * alongY - 4 * alongX), (x, y), (x - 6 * alongX + 4 * alongY, y - 6 * alongY + 4 * alongX)], "flow"),
        ];
    }
}
