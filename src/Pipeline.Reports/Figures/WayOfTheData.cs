using System.Xml.Linq;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Reports.Html;

namespace Pipeline.Reports.Figures;

/// <summary>From the private source to the decision: what is private stands on the shaded side, with one door out of it.</summary>
internal static class WayOfTheData
{
    private const double BoxWidth = 178, BoxHeight = 62, PrivateX = 18, PublicX = 282, AuditX = 526;
    private const double Row1 = 44, Row2 = 146, Row3 = 248, Row4 = 350, Half = BoxHeight / 2, Third = BoxWidth / 3;

    public static Figure Draw(RunReport report) => Figure.Of(722, 456,
        "The way of the data: private source, mechanism, what it releases, candidate, audits, gate, decision.", "way",
        Figure.Box(4, 4, BoxWidth + 28, 448, "private-side", 10),
        Figure.Text(PrivateX, 26, "PRIVATE", "side"), Figure.Text(PublicX, 26, "PUBLIC", "side"), Figure.Text(AuditX, 26, "JUDGEMENT", "side"),
        PrivateSteps(report), PublicSteps(report), JudgementSteps(report),
        Bend((PrivateX, Row1 + Half), (11, Row1 + Half), (11, Row4 + Half), (PrivateX - 1, Row4 + Half)),
        Down(PrivateX, Row1, Row2), Down(PrivateX, Row2, Row3), Down(PublicX, Row3, Row4),
        Bend((PrivateX + BoxWidth, Row3 + Half), (PublicX - 1, Row3 + Half)),
        report.Settings.Proposals > 0 ? Proposals(report) : null,
        Bend((PublicX + BoxWidth, Row4 + Half), (AuditX + Third, Row4 + Half), (AuditX + Third, Row3 + BoxHeight + 1)),
        Bend((PrivateX + BoxWidth + 14, 434), (AuditX + 2 * Third, 434), (AuditX + 2 * Third, Row3 + BoxHeight + 1)),
        Figure.Text(PublicX, 449, "both parts, to compare", "detail"),
        Up(AuditX, Row3, Row2), Up(AuditX, Row2, Row1));

    private static IEnumerable<XElement> PrivateSteps(RunReport report) =>
    [
        .. Step(PrivateX, Row1, "Source", $"{Shown.Count(report.Source.Records)} records", Units(report.Source, report.Source.Units)),
        .. Step(PrivateX, Row2, "Training part", $"{Shown.Count(report.Source.TrainingRecords)} records", Units(report.Source, report.Source.TrainingUnits)),
        .. Step(PrivateX, Row3, "Mechanism", report.Claims.LastOrDefault()?.Mechanism ?? "none ran", "the only door"),
        .. Step(PrivateX, Row4, "Holdout", $"{Shown.Count(report.Source.HoldoutRecords)} records", "kept aside"),
    ];

    private static IEnumerable<XElement> PublicSteps(RunReport report) =>
    [
        .. LetOut(report),
        .. Step(PublicX, Row4, "Candidate", Shown.Count(Candidates(report), "text"), $"method: {report.Settings.Method}"),
    ];

    private static IEnumerable<XElement> Proposals(RunReport report) =>
    [
        .. Step(PublicX, Row1, "Language model", report.Settings.Model, ""),
        .. Down(PublicX, Row1, Row2),
        .. Step(PublicX, Row2, "Proposals", Shown.Count(report.Settings.Proposals, "text"), "from public prompts"),
        .. Bend((PublicX, Row2 + Half), (PublicX - 18, Row2 + Half), (PublicX - 18, Row4 + Half), (PublicX - 1, Row4 + Half)),
    ];

    private static IEnumerable<XElement> LetOut(RunReport report) => Composition.Of([.. report.Claims]) switch
    {
        null => Step(PublicX, Row3, "Nothing", "no mechanism ran", ""),
        { Noise: NoiseOrigin.NotNeeded } => Step(PublicX, Row3, "Nothing", "no private text took part", ""),
        { Noise: NoiseOrigin.None } => Step(PublicX, Row3, "Let out without noise", "no privacy is proved", "", "bad"),
        { Noise: NoiseOrigin.Seeded } => Step(PublicX, Row3, "Noise from a seed", "no privacy is proved", "", "bad"),
        { } claim => Step(PublicX, Row3, "Noisy target", "numbers with noise", $"epsilon {Shown.Epsilon(claim.Epsilon)}"),
    };

    private static IEnumerable<XElement> JudgementSteps(RunReport report)
    {
        var approved = report.Decision is Approved;
        return
        [
            .. Step(AuditX, Row3, "Audits", Shown.Count(report.Evidence.Audits.Count, "audit"), Shown.Count(report.Evidence.Findings.Count(), "finding")),
            .. Step(AuditX, Row2, "Gate", $"policy {report.Settings.Policy}", Shown.Count(report.Decision.Verdicts.Count, "requirement")),
            .. Step(AuditX, Row1, approved ? "Approved" : "Refused", !approved ? "nothing written" : report.Release?.FileName ?? "not yet written", "", approved ? "good" : "bad"),
        ];
    }

    private static IEnumerable<XElement> Step(double x, double y, string title, string first, string second, string kind = "") =>
    [
        Figure.Box(x, y, BoxWidth, BoxHeight, "step " + kind, 6),
        Figure.Text(x + 12, y + 21, title, "title"),
        Figure.Text(x + 12, y + 37, Figure.Fit(first, 24), "detail"),
        Figure.Text(x + 12, y + 52, Figure.Fit(second, 24), "detail"),
    ];

    private static string Units(SourceSummary source, int count) => source.Unit == "record" ? "" : $"{Shown.Count(count)} × {source.Unit}";

    private static int Candidates(RunReport report) => report.Decision is Approved approved ? approved.Release.Rows.Count : report.Settings.Texts;

    private static XElement[] Down(double x, double from, double to) => Bend((x + BoxWidth / 2, from + BoxHeight), (x + BoxWidth / 2, to - 1));

    private static XElement[] Up(double x, double from, double to) => Bend((x + BoxWidth / 2, from), (x + BoxWidth / 2, to + BoxHeight + 1));

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
