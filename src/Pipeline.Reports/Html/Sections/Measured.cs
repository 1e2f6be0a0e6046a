using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Reports.Figures;

namespace Pipeline.Reports.Html.Sections;

/// <summary>Every finding, training part beside holdout, with its interval, the policy's limit and the places it was seen.</summary>
internal static class Measured
{
    public static object Of(RunReport report)
    {
        var limits = report.Decision.Verdicts.Select(verdict => verdict.Requirement).OfType<FindingRequirement>().ToList();
        // What the next section tells in full is not listed here a second time, unless it failed or the policy asks for it.
        bool ToldElsewhere(AuditOutcome outcome) => outcome.Failure is null && report.Usefulness?.Audits.Contains(outcome.Audit) == true && !limits.Exists(limit => limit.Audit == outcome.Audit);
        return new
        {
            Nothing = report.Evidence.Audits.Count == 0,
            Audits = report.Evidence.Audits.Where(outcome => !ToldElsewhere(outcome)).Select(outcome => new
            {
                Name = outcome.Audit,
                Heading = Shown.Heading(outcome.Audit),
                Failed = outcome.Failure is not null,
                Failure = outcome.Failure ?? "",
                Measures = outcome.Findings.GroupBy(finding => finding.Measure).Select(group => Measure(group.Key, [.. group], limits)).ToList(),
            }).ToList(),
        };
    }

    private static object Measure(string name, List<Finding> findings, List<FindingRequirement> limits)
    {
        var instances = findings.SelectMany(finding => finding.Instances.Select(instance => new
        {
            Part = Part(finding.Against),
            instance.Row,
            Record = instance.Record ?? "–",
            instance.Note,
        })).ToList();
        var scale = IntervalBar.ScaleFor(findings.SelectMany(finding => new[] { finding.Statistic.Estimate, Interval.Of(finding.Statistic).Upper, Limit(finding, limits) ?? 0 }));
        return new
        {
            Name = name,
            Heading = Shown.Heading(name),
            Meanings = findings.Select(finding => finding.Meaning).Distinct().ToList(),
            Parts = findings.OrderBy(finding => finding.Against).Select(finding => Row(finding, scale, Limit(finding, limits))).ToList(),
            HasInstances = instances.Count > 0,
            Instances = instances,
        };
    }

    private static object Row(Finding finding, double scale, double? limit)
    {
        var (statistic, isShare) = (finding.Statistic, finding.Unit == MeasureUnit.Share);
        var interval = Interval.Of(statistic);
        var measured = statistic.N > 0 && double.IsFinite(statistic.Estimate);
        return new
        {
            Part = Part(finding.Against),
            Estimate = measured ? Value(statistic.Estimate, finding.Unit) : "nothing to measure",
            Counted = statistic is Proportion { N: > 0 } proportion ? $"{Shown.Count(proportion.K)} of {Shown.Count(proportion.N)}" : "",
            Interval = !measured ? "–" : statistic is Census ? "exact for these texts" : Range(interval, finding.Unit),
            HasBar = measured && isShare,
            Bar = measured && isShare ? IntervalBar.Draw(statistic.Estimate, interval, scale, limit) : null,
            Scale = $"scale ends at {Shown.Share(scale)}",
            N = Shown.Count(statistic.N),
        };
    }

    private static double? Limit(Finding finding, List<FindingRequirement> limits) => limits
        .Find(limit => limit.Audit == finding.Audit && limit.Measure == finding.Measure && limit.Against == finding.Against)?.AtMost;

    private static string Part(Against against) => against switch
    {
        Against.Training => "Training part",
        Against.Holdout => "Holdout",
        _ => "Candidate alone",
    };

    private static string Range(Interval interval, MeasureUnit unit) => $"{Value(interval.Lower, unit)} to {Value(interval.Upper, unit)}";

    private static string Value(double value, MeasureUnit unit) => unit switch
    {
        MeasureUnit.Share => Shown.Share(value),
        MeasureUnit.Words => Plain(value, "word"),
        MeasureUnit.Characters => Plain(value, "character"),
        _ => Shown.Number(value),
    };

    private static string Plain(double value, string one) => Shown.Number(value) + "\u00a0" + one + (value == 1 ? "" : "s");
}
