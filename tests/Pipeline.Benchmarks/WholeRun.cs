using Pipeline.Audits.Usefulness;
using Pipeline.Cli;
using Pipeline.Cli.Display;
using Pipeline.Cli.Planning;
using Pipeline.Cli.Running;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;

namespace Pipeline.Benchmarks;

/// <summary>The main job from end to end, several times, in a temporary folder.</summary>
internal static class WholeRun
{
    private static readonly (string Heading, string Measure)[] Columns =
    [
        ("all private", "balanced " + UsefulnessAudit.OfAllPrivate),
        ("as many private", "balanced " + UsefulnessAudit.OfSomePrivate),
        ("zero-shot", "balanced " + UsefulnessAudit.OfZeroShot),
        ("release", "balanced " + UsefulnessAudit.OfRelease),
        ("gain", UsefulnessAudit.Gain),
    ];

    public static void Measure(string task, string source, double epsilon, int repeats, int? proposals, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-benchmark-").FullName;
        try
        {
            var results = new List<RunResult>();
            var planned = new Planner(Tasks.Of(task, source, epsilon, proposals, Path.Combine(folder, "out"), seed: 1), StateFolder.At(Path.Combine(folder, "plan")), new LineDisplay(TextWriter.Null)).Make(cancellation);
            Console.WriteLine($"{task}, epsilon {epsilon}; balanced accuracy on the private holdout");
            Console.WriteLine($"{"run",4} {string.Join(" ", Columns.Select(column => $"{column.Heading,16}"))} {"decision",9} {"seconds",8} {"GB",6}");
            for (var run = 1; run <= repeats; run++)
            {
                var file = Tasks.Of(task, source, epsilon, proposals, Path.Combine(folder, "out"), seed: run);
                // A state folder of its own for each run: another installation, so another split and an empty ledger.
                var result = new PipelineRunner(file, StateFolder.At(Path.Combine(folder, $"state{run}")), new LineDisplay(TextWriter.Null), TimeProvider.System).Run(cancellation);
                results.Add(result);
                Line($"{run}", [.. Columns.Select(column => Value(result, column.Measure))], result.Report.Decision is Approved ? "approved" : "refused", result.Report.Duration.TotalSeconds, result.Report.PeakMemoryMegabytes / 1000);
                if (result.Report.Decision is Refused refused) foreach (var reason in refused.Reasons) Console.WriteLine("       " + reason);
            }
            Line("mean", [.. Columns.Select(column => results.Average(result => Value(result, column.Measure)))], "", results.Average(result => result.Report.Duration.TotalSeconds), results.Max(result => result.Report.PeakMemoryMegabytes) / 1000);
            Console.WriteLine();
            var work = (Written: results.Average(result => result.Report.Cost!.TokensWritten), Read: results.Average(result => result.Report.Cost!.PositionsRead));
            Console.WriteLine($"{"",18} {"planned",12} {"counted",12}");
            Console.WriteLine($"{"seconds",18} {planned.Cost.Seconds,12:F0} {results.Average(result => result.Report.Duration.TotalSeconds),12:F0}");
            Console.WriteLine($"{"tokens written",18} {planned.Cost.Work.TokensWritten,12:N0} {work.Written,12:N0}");
            Console.WriteLine($"{"positions read",18} {planned.Cost.Work.PositionsRead,12:N0} {work.Read,12:N0}");
            Console.WriteLine();
            foreach (var stage in results.SelectMany(result => result.Report.Stages).GroupBy(stage => stage.Name))
                Console.WriteLine($"{stage.Key,-34} {stage.Average(time => time.Seconds),8:F1} s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Line(string name, double[] values, string decision, double seconds, double gigabytes) =>
        Console.WriteLine($"{name,4} {string.Join(" ", values.Select(value => $"{value,16:F3}"))} {decision,9} {seconds,8:F0} {gigabytes,6:F2}");

    private static double Value(RunResult result, string measure) =>
        result.Report.Evidence.Findings.Single(finding => finding.Audit == UsefulnessAudit.AuditName && finding.Measure == measure).Statistic.Estimate;
}
