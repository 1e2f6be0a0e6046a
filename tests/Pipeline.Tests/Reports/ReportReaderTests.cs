using Pipeline.Core.Inputs;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;
using Pipeline.Reports;

namespace Pipeline.Tests.Reports;

/// <summary>A report read back is judged as it was.</summary>
public sealed class ReportReaderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("reports-");

    public void Dispose() => folder.Delete(recursive: true);

    public static TheoryData<string> Cases => [.. SampleReports.All.Keys];

    private ReportedCase Read(string json)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "report.json"), json);
        return ReportReader.Read(folder.FullName);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_judged_as_it_was(string name)
    {
        var report = SampleReports.All[name]();
        var read = Read(ReportWriter.Json(report));
        Assert.Equal(report.Evidence.Binding, read.Evidence.Binding);
        Assert.Equal(report.Decision is Approved, read.Approved);
        Assert.Equal(report.Settings.PolicyDigest, read.Policy);
        Assert.Equal(report.Source.Classification, read.Facts.Classification);
        var policy = SampleCase.StandardPolicy with { Require = [.. report.Decision.Verdicts.Select(verdict => verdict.Requirement)], For = new HashSet<Classification>(Enum.GetValues<Classification>()), EvidenceMaximumAge = TimeSpan.FromDays(3650) };
        var again = Evaluation.Of(policy, read.Proposed, read.Evidence, read.Facts with { Units = 640 }, new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        if (read.InPart.Count == 0) Assert.Equal(report.Decision.Verdicts.Select(verdict => verdict.Outcome), again.Verdicts.Select(verdict => verdict.Outcome));
    }

    [Theory]
    [InlineData("\"schema\": \"pipeline-report/1\"", "\"schema\": \"pipeline-report/9\"", "This is not a report of a run.")]
    [InlineData("\"kind\": \"proportion\"", "\"kind\": 7", "The report cannot be read")]
    [InlineData("\"noise\": \"operating-system\"", "\"noise\": \"dice\"", "The report cannot be read")]
    [InlineData("\"k\": 0", "\"k\": -1", "The report cannot be read")]
    [InlineData("{", "[", "The report cannot be read")]
    public void What_cannot_be_read_is_bad_input(string right, string wrong, string expected)
    {
        var json = ReportWriter.Json(SampleReports.Approved());
        var at = json.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, right);
        var problem = Assert.Throws<BadInputException>(() => Read(string.Concat(json.AsSpan(0, at), wrong, json.AsSpan(at + right.Length)))).Message;
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.FullName, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_report_is_bad_input() => Assert.Throws<BadInputException>(() => ReportReader.Read(Path.Combine(folder.FullName, "nowhere")));
}
