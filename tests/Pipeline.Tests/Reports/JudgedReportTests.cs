using System.Xml.Linq;
using Pipeline.Reports;

namespace Pipeline.Tests.Reports;

public sealed class JudgedReportTests
{
    private static XElement Useful(RunReport report) =>
        XDocument.Parse(ReportWriter.Html(report)).Descendants("section").Single(section => (string?)section.Attribute("id") == "useful");

    [Fact]
    public void Shows_the_judge_s_table_curve_and_variety_marked_as_internal()
    {
        var section = Useful(SampleReports.Approved());
        Assert.Contains("Internal", section.Value, StringComparison.Ordinal);
        Assert.Contains("86\u00a0%", section.Value, StringComparison.Ordinal);
        Assert.Contains("Label fidelity", section.Value, StringComparison.Ordinal);
        Assert.Single(section.Descendants("svg"), drawing => (string?)drawing.Attribute("class") == "figure lowdata");
        Assert.Equal(3, section.Descendants("table").Count());
    }

    [Fact]
    public void Draws_a_mark_for_every_point_of_the_curve_inside_the_drawing()
    {
        var report = SampleReports.Approved();
        var drawing = Useful(report).Descendants("svg").Single(svg => (string?)svg.Attribute("class") == "figure lowdata");
        var keys = 3;
        var dots = drawing.Elements("circle").ToList();
        Assert.Equal(report.Usefulness!.Judge!.Curve.Count + keys, dots.Count);
        var height = (double)drawing.Attribute("height")!;
        Assert.All(dots, dot => Assert.InRange((double)dot.Attribute("cy")!, 0, height));
    }

    [Fact]
    public void Findings_told_here_are_not_listed_a_second_time_unless_the_audit_failed()
    {
        XElement Measured(RunReport report) =>
            XDocument.Parse(ReportWriter.Html(report)).Descendants("section").Single(section => (string?)section.Attribute("id") == "measured");
        RunReport Telling(RunReport report, params string[] audits) => report with { Usefulness = report.Usefulness! with { Audits = audits } };
        Assert.Contains("Exact overlap", Measured(Telling(SampleReports.AuditFailed())).Value, StringComparison.Ordinal);
        Assert.Contains("PII replay", Measured(Telling(SampleReports.AuditFailed(), "pii-replay")).Value, StringComparison.Ordinal);
        Assert.DoesNotContain("Longest common substring", Measured(Telling(SampleReports.Approved(), "longest-common-substring")).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_why_there_is_no_judge()
    {
        var report = SampleReports.Approved();
        report = report with { Usefulness = report.Usefulness! with { Judge = null, WithoutJudge = "The judge did not run: no file." } };
        var section = Useful(report);
        Assert.Contains("The judge did not run: no file.", section.Value, StringComparison.Ordinal);
        Assert.Single(section.Descendants("table"));
    }

    [Fact]
    public void A_curve_of_one_size_or_of_none_is_drawn_all_the_same()
    {
        var report = SampleReports.Approved();
        foreach (var curve in new IReadOnlyList<CurvePoint>[] { [], [new("private", 20, .5, .4, .6)], [new("private", 20, double.NaN, double.NaN, double.NaN)] })
            Assert.DoesNotContain("NaN", Useful(report with { Usefulness = report.Usefulness! with { Judge = report.Usefulness!.Judge! with { Curve = curve } } }).ToString(), StringComparison.Ordinal);
    }
}
