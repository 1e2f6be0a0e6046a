using System.Text.Json;
using Pipeline.Audits;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Tests.Audits.Controls;

namespace Pipeline.Tests.Audits;

/// <summary>
/// Laws of every audit of the catalog: the same findings twice, on one thread and on many, in much memory and in little; progress that only
/// rises; and no finding at all when it is cancelled or its source fails (law 5).
/// </summary>
public sealed class AuditLawTests
{
    private const string Secret = "zqxj private words";

    private static readonly SourceRecord[] Training = new Letters(51).Records(150);

    private static readonly SourceRecord[] Holdout = new Letters(52).Records(70);

    private static readonly LabelledText[] Rows =
        [.. new Letters(53).Texts(40), .. Training.Take(8).Select((record, i) => new LabelledText($"c-{i}", record.Label, record.Text)), new("e-0", "billing", "")];

    public static TheoryData<string> Names => [.. AuditCatalog.Names];

    public static TheoryData<string, double> Moments => [.. from name in AuditCatalog.Names from part in (double[])[0, .3, .9] select (name, part)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Finds_the_same_twice(string name)
    {
        var first = Run(name);
        Assert.Null(first.Failure);
        Assert.NotEmpty(first.Findings);
        Assert.Equal(Shown(first), Shown(Run(name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Finds_the_same_on_one_thread_and_on_many(string name) =>
        Assert.Equal(Shown(Run(name, new AuditResources { Workers = 1 })), Shown(Run(name, new AuditResources { Workers = 7 })));

    [Theory]
    [MemberData(nameof(Names))]
    public void Finds_the_same_in_little_memory(string name)
    {
        var scratch = Directory.CreateTempSubdirectory("pipeline-audit-");
        try
        {
            Assert.Equal(Shown(Run(name)), Shown(Run(name, new AuditResources { IndexBytes = 4096, Scratch = scratch.FullName })));
            Assert.Empty(scratch.EnumerateFileSystemInfos());
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tells_progress_that_rises_to_its_end_in_every_stage(string name)
    {
        var reports = new Reports();
        Run(name, progress: reports);
        Assert.NotEmpty(reports.All);
        Assert.All(reports.All, report => Assert.InRange(report.Done, 1, report.Total));
        // A stage may be walked through again: then it begins anew.
        Assert.All(reports.All.GroupBy(report => report.Stage), stage => Assert.Equal(stage.Last().Total, stage.Last().Done));
        Assert.All(reports.All.Zip(reports.All.Skip(1)), pair => Assert.True(
            pair.First.Stage != pair.Second.Stage || pair.Second.Done > pair.First.Done || pair.First.Done == pair.First.Total));
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void Finds_nothing_when_cancelled_on_the_way(string name, double part)
    {
        var reports = new Reports();
        Run(name, progress: reports);
        using var source = new CancellationTokenSource();
        var last = (int)(part * reports.All.Count) + 1;
        var seen = 0;
        var outcome = Run(name, progress: new Reports(() =>
        {
            if (++seen == last) source.Cancel();
        }), cancellation: source.Token);
        Assert.Equal("it was cancelled or ran out of time", outcome.Failure);
        Assert.Empty(outcome.Findings);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Finds_nothing_when_it_may_not_begin(string name)
    {
        var outcome = Run(name, cancellation: new CancellationToken(canceled: true));
        Assert.NotNull(outcome.Failure);
        Assert.Empty(outcome.Findings);
    }

    /// <summary>
    /// Whatever part fails and when: no finding is kept of what was measured before, and the message says nothing of the records. An audit that
    /// measures vectors may have no need of a part's records; what it does not read cannot fail it.
    /// </summary>
    [Theory]
    [MemberData(nameof(Moments))]
    public void Finds_nothing_when_its_source_fails(string name, double part)
    {
        var failed = new List<bool>();
        foreach (var inTraining in (bool[])[true, false])
        {
            var broken = new BrokenSource(inTraining ? Training : Holdout, part);
            var outcome = Run(name, training: inTraining ? broken.Stream : Stream(Training), holdout: inTraining ? Stream(Holdout) : broken.Stream);
            failed.Add(broken.Failed);
            if (!broken.Failed) continue;
            Assert.NotNull(outcome.Failure);
            Assert.Empty(outcome.Findings);
            Assert.DoesNotContain(Secret, outcome.Failure, StringComparison.Ordinal);
        }
        Assert.Contains(true, failed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Finds_nothing_when_records_are_missing_or_too_many(string name)
    {
        foreach (var count in (int[])[Training.Length - 1, Training.Length + 1])
        {
            var outcome = Run(name, training: new RecordStream(count, _ => Training));
            Assert.NotNull(outcome.Failure);
            Assert.Empty(outcome.Findings);
        }
    }

    private static RecordStream Stream(SourceRecord[] records) => RecordStream.Of(new Corpus(records));

    private static AuditOutcome Run(
        string name, AuditResources? resources = null, RecordStream? training = null, RecordStream? holdout = null,
        IProgress<StageProgress>? progress = null, CancellationToken? cancellation = null)
    {
        var audit = ControlInputs.Audit(name, Training, Holdout, Rows);
        var candidate = new Candidate(Rows);
        var binding = new Binding(candidate.Digest, Digest.Of("source"), Digest.Of("settings"));
        var context = new AuditContext(candidate, Private.Seal(training ?? Stream(Training)), Private.Seal(holdout ?? Stream(Holdout)), AuditBench.Names, binding)
        {
            Resources = resources ?? new(),
        };
        return audit.Run(context, TimeProvider.System, progress, cancellation ?? TestContext.Current.CancellationToken);
    }

    /// <summary>Everything of the findings but their time.</summary>
    private static IReadOnlyList<string> Shown(AuditOutcome outcome) =>
    [
        outcome.Failure ?? "finished",
        .. outcome.Findings.Select(finding => string.Join(" | ", finding.Measure, finding.Against, finding.Statistic.Kind,
            finding.Statistic.Estimate.ToString("R"), finding.Statistic.N, finding.Statistic.Upper(.95).ToString("R"), finding.NoLeak, finding.Meaning, JsonSerializer.Serialize(finding.Instances))),
    ];

    private sealed class Reports(Action? also = null) : IProgress<StageProgress>
    {
        public List<StageProgress> All { get; } = [];

        public void Report(StageProgress value)
        {
            lock (All) All.Add(value);
            also?.Invoke();
        }
    }

    /// <summary>Gives some records and then fails, with private words in the message.</summary>
    private sealed class BrokenSource(SourceRecord[] records, double part)
    {
        public bool Failed { get; private set; }

        public RecordStream Stream => new(records.Length, _ => Read());

        private IEnumerable<SourceRecord> Read()
        {
            foreach (var record in records.Take((int)(part * records.Length))) yield return record;
            Failed = true;
            throw new IOException($"a row: {Secret}");
        }
    }
}
