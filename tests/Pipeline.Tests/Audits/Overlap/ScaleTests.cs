using Pipeline.Audits;
using Pipeline.Audits.Overlap;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Audits.Overlap;

/// <summary>Threads, parts of the candidate and texts on the disk change how long an audit takes, never what it finds, and leave nothing.</summary>
public sealed class ScaleTests : IDisposable
{
    private static readonly Random random = new(3);

    private static readonly string[] sentences = [.. Enumerable.Range(0, 300).Select(_ => string.Join(' ', Enumerable.Range(0, 12).Select(_ => "w" + random.Next(300))))];

    private static readonly string[] records = [.. Enumerable.Range(0, 1500).Select(_ => Text())];

    private static readonly string[] texts = [.. Enumerable.Range(0, 120).Select(i => i % 7 == 0 ? records[random.Next(records.Length)].ToUpperInvariant() : Text())];

    private readonly string folder = Directory.CreateTempSubdirectory("scale-").FullName;

    public static TheoryData<string> Names => ["exact-overlap", "near-duplicates", "ngram-overlap", "common-substring"];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Finds_the_same_with_any_threads_memory_and_place(string name)
    {
        var expected = Found(name, new AuditResources { Workers = 1 });
        Assert.Equal(expected, Found(name, new AuditResources { Workers = 4 }));
        Assert.Equal(expected, Found(name, new AuditResources { Workers = 2, IndexBytes = 200_000 }));
        Assert.Equal(expected, Found(name, new AuditResources { Workers = 2, IndexBytes = 200_000, Scratch = folder }));
        Assert.Equal(expected, Found(name, new AuditResources { Workers = 1, IndexBytes = 1, Scratch = folder }));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void Leaves_nothing_on_the_disk_when_it_is_cancelled_on_the_second_walk()
    {
        using var stop = new CancellationTokenSource();
        var walks = 0;
        var outcome = Run("ngram-overlap", new AuditResources { IndexBytes = 1, Scratch = folder }, new Watch(progress =>
        {
            if (progress.Done == records.Length && ++walks == 2) stop.Cancel();
        }), stop.Token);
        Assert.NotNull(outcome.Failure);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void Texts_on_the_disk_have_no_name_while_they_are_there_and_come_back_as_they_were()
    {
        string[] kept = ["one", "", "\uD800 half a pair", "три"];
        using var spilled = new SpilledTexts(folder, kept.Length);
        foreach (var i in (int[])[2, 0, 3, 1])
        {
            Assert.False(spilled.IsWhole);
            spilled.Keep(i, kept[i]);
        }
        if (!OperatingSystem.IsWindows()) Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Assert.Equal(kept, spilled.Texts(_ => { }));
        Assert.Equal(2 * kept.Sum(text => text.Length), spilled.Bytes);
    }

    [Theory]
    [InlineData(2000, 60, "words with hardly a gram in common")]
    [InlineData(20_000, 1, "texts of one word")]
    [InlineData(1, 140_000, "one long text")]
    public void Indexes_keep_to_what_their_audits_say_they_cost(int count, int length, string why)
    {
        _ = why;
        const long Constant = 600_000; // tables by UTF-16 code unit, and those that begin with some room
        var prepared = Enumerable.Range(0, count).Select(_ => string.Join(' ', Enumerable.Range(0, length).Select(_ => random.Next(100_000).ToString("x")))).ToList();
        long Most(IndexCost cost, int threads) => Constant + prepared.Sum(text => cost.Of(text.Length, threads));

        var containment = new ContainmentIndex(prepared, 5, 3, 30);
        var tally = new ContainmentTally(containment);
        var runs = new RunsIndex(prepared);
        var search = new RunsSearch(runs);
        // What shares every gram, and what shares none, so that every window of the longest runs is kept.
        tally.Add(0, [string.Join(' ', prepared)]);
        search.Add(0, ["zz"]);
        search.Words.Longest();
        search.Characters.Longest();
        Assert.InRange(containment.Bytes, 1, Most(NGramOverlapAudit.Cost, 0));
        Assert.InRange(tally.Bytes, 1, Most(NGramOverlapAudit.Cost, 1) - Most(NGramOverlapAudit.Cost, 0) + Constant);
        Assert.InRange(runs.Bytes, 1, Most(CommonSubstringAudit.Cost, 0));
        Assert.InRange(search.Bytes, 1, Most(CommonSubstringAudit.Cost, 1) - Most(CommonSubstringAudit.Cost, 0) + Constant);
        Assert.InRange(new NearDuplicateIndex(prepared, Pipeline.Audits.Text.TextUnit.Word, 3, 20, 4).Bytes, 1, Most(NearDuplicatesAudit.CostOf(20), 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    public void The_first_failure_of_a_thread_stops_the_walk(int at)
    {
        var read = 0;
        var thrown = Assert.Throws<FormatException>(() => SourceWalk.Through(records, records.Length, 4, () => 0, (_, number, _) =>
        {
            Interlocked.Increment(ref read);
            if (number == at) throw new FormatException("defect");
        }));
        Assert.Equal("defect", thrown.Message);
        Assert.InRange(read, 1, records.Length - 1);
    }

    [Fact]
    public void Every_thread_reads_rising_numbers_and_together_they_read_all()
    {
        var states = SourceWalk.Through(records, records.Length, 4, () => new List<int>(), (mine, number, text) =>
        {
            Assert.Same(records[number], text);
            mine.Add(number);
        });
        Assert.Equal(4, states.Count);
        Assert.All(states, mine => Assert.Equal(mine.Order(), mine));
        Assert.Equal(Enumerable.Range(0, records.Length), states.SelectMany(mine => mine).Order());
    }

    [Fact]
    public void Parts_are_of_whole_texts_and_hold_every_text_once()
    {
        var cost = new IndexCost(60, 10, 20, 5);
        var parts = CandidateParts.Of(texts, cost, 2, 50_000);
        Assert.InRange(parts.Count, 2, texts.Length);
        Assert.Equal(Enumerable.Range(0, texts.Length), parts.SelectMany(part => Enumerable.Range(0, texts.Length).ToArray()[part]));
        Assert.All(parts, part => Assert.True(texts[part].Length == 1 || texts[part].Sum(text => (100L * text.Length) + 20) <= 50_000));
        Assert.Equal([0..0], CandidateParts.Of([], cost, 2, 1));
    }

    private static List<string> Found(string name, AuditResources resources)
    {
        var outcome = Run(name, resources, null, TestContext.Current.CancellationToken);
        Assert.Null(outcome.Failure);
        return [.. outcome.Findings.Select(finding => $"{finding.Against} {finding.Measure} {finding.Statistic} {string.Join("; ", finding.Instances)}")];
    }

    private static AuditOutcome Run(string name, AuditResources resources, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var candidate = new Candidate([.. texts.Select((text, i) => new LabelledText($"s-{i}", "label", text))]);
        var context = new AuditContext(candidate, Seal(records), Seal(records[..40]), AuditBench.Names, new Binding(candidate.Digest, Digest.Of("source"), Digest.Of("settings"))) { Resources = resources };
        return AuditCatalog.Create(name, new Dictionary<string, double>(), "suite").Run(context, TimeProvider.System, progress, cancellation);
    }

    private static Private<Corpus> Seal(string[] of) => Private.Seal(new Corpus([.. of.Select((text, i) => new SourceRecord($"r-{i}", $"r-{i}", "label", text))]));

    private static string Text() => string.Join(". ", Enumerable.Range(0, 1 + random.Next(8)).Select(_ => sentences[random.Next(sentences.Length)]));

    private sealed class Watch(Action<StageProgress> seen) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => seen(value);
    }
}
