using System.Diagnostics;
using System.Text;
using Pipeline.Audits.Overlap;
using Pipeline.Audits.Text;
using Pipeline.Cli.Running;
using Pipeline.Data.Sources;

namespace Pipeline.Benchmarks.Overlap;

/// <summary>Compares a candidate with a source by every measure alone and by all together, and says how fast.</summary>
internal sealed class OverlapSpeed(List<string> candidate, int threads)
{
    private const int Words = 5, FewWords = 3, Characters = 30, Bands = 20, Rows = 4;

    public void Measure(List<string> mail, int megabytes, CancellationToken cancellation)
    {
        Console.WriteLine($"{Machine.Describe()}, {threads} threads");
        Console.WriteLine($"candidate: {candidate.Count} texts, {candidate.Sum(text => (long)text.Length):N0} characters");
        var source = Source(() => mail, mail.Count);
        var (same, all) = Table("source", source);
        if (megabytes > 0) Repeated(mail, megabytes, cancellation);

        var clock = new Clock();
        var plain = PlainContainment.Measure(candidate, mail, Words);
        var spent = clock.Spent();
        for (var i = 0; i < candidate.Count; i++)
        {
            var best = same.Result.Best(i);
            if ((best.Containment.Value ?? 0) != plain[i].Best || (plain[i].Best > 0 && best.Source != plain[i].Source)) throw new InvalidOperationException("The plain implementation found something else.");
        }
        Console.WriteLine($"{"plain hash sets, words, set",-34} {source.Megabytes / spent.Seconds,7:F2} {source.Megabytes / spent.Busy,20:F2}   (the same results, one thread)");
        Console.WriteLine($"times faster by wall clock: {spent.Seconds / same.Spent.Seconds:F0} for the same measure, {spent.Seconds / all.Spent.Seconds:F0} for all; a busy core: {spent.Busy / same.Spent.Busy:F0} and {spent.Busy / all.Spent.Busy:F0}; load of the machine now {Load()}");
    }

    private void Repeated(List<string> mail, int megabytes, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("overlap-");
        try
        {
            var path = Path.Combine(folder.FullName, "repeated.jsonl");
            SourceTexts.WriteRepeated(mail, megabytes * 1_000_000L, path, cancellation);
            using var table = SourceTable.Open(path, SourceFormat.JsonLines, null, null, cancellation);
            Table("source repeated with edits, streamed from a file", Source(() => SourceTexts.Stream(table, cancellation), (int)table.RowCount));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private (Measured<GramTally> Same, Measured<double> All) Table(string name, BenchedSource source)
    {
        Console.WriteLine($"{name}: {source.Count:N0} records, {source.Megabytes:F1} MB, {source.Words:N0} words; load of the machine {Load()}");
        Console.WriteLine($"{"measure",-34} {"MB/s",7} {"MB/s of a busy core",20} {"index MB",9} {"bytes/source word",18} {"peak MB",8}");
        Row("reading alone", source, () => 0, _ => 0, _ => SourceWalk.Through(source.Texts(), source.Count, threads, () => 0, (_, _, _) => { }).Count);
        Row("reading and preparation", source, () => 0, _ => 0, _ => Walk(source, () => 0, (_, _, _) => { }, (_, _) => { }));
        var same = Row("containment of words, set", source, () => new GramIndex(new CandidateUnits(candidate, TextUnit.Word), Words, ShortText.Undefined), index => index.Bytes + index.Candidates.Bytes,
            index => Walk(source, () => new OneTally(index), (mine, first, block) => mine.Add(first, block), (mine, other) => mine.Tally.Merge(other.Tally)).Tally);
        Row("containment, words and characters", source, () => new ContainmentIndex(candidate, Words, FewWords, Characters), index => index.Bytes,
            index => Walk(source, () => new ContainmentTally(index), (mine, first, block) => mine.Add(first, block), (mine, other) => mine.Merge(other)));
        Row("common runs, words and characters", source, () => new RunsIndex(candidate), index => index.Bytes,
            index => Walk(source, () => new RunsSearch(index), (mine, first, block) => mine.Add(first, block), (mine, other) => mine.Merge(other)));
        Row("near duplicates", source, () => new NearDuplicateIndex(candidate, TextUnit.Word, FewWords, Bands, Rows), index => index.Bytes,
            index => Walk(source, () => new NearDuplicateTally(index, .8), (mine, first, block) => mine.Add(first, block), (mine, other) => mine.Merge(other)));
        var all = Row("all in one walk", source, () => new EveryIndex(candidate), index => index.Bytes, index => index.Walk(source.Texts(), source.Count, threads).Rate);
        return (same, all);
    }

    /// <summary>What is timed is the index and one walk, after a small source has gone the same way once so that the code is compiled.</summary>
    private static Measured<T> Row<TIndex, T>(string name, BenchedSource source, Func<TIndex> build, Func<TIndex, long> size, Func<TIndex, T> walk)
    {
        const double SmallMegabytes = 20;
        if (source.Megabytes < SmallMegabytes) walk(build());
        GC.Collect();
        var clock = new Clock();
        var index = build();
        var result = walk(index);
        var spent = clock.Spent();
        Console.WriteLine($"{name,-34} {source.Megabytes / spent.Seconds,7:F1} {source.Megabytes / spent.Busy,20:F1} {size(index) / 1e6,9:F1} {(double)size(index) / source.Words,18:F3} {Machine.PeakMegabytes(),8:F0}");
        return new Measured<T>(result, spent);
    }

    private T Walk<T>(BenchedSource source, Func<T> begin, Action<T, int, IReadOnlyList<string>> read, Action<T, T> merge)
    {
        var states = SourceWalk.InBlocks(source.Texts(), source.Count, threads, begin, (mine, first, block) => read(mine, first, [.. block.Select(Prepared)]));
        foreach (var other in states.Skip(1)) merge(states[0], other);
        return states[0];
    }

    private static BenchedSource Source(Func<IEnumerable<string>> texts, int count)
    {
        var (bytes, words) = (0L, 0L);
        foreach (var text in texts()) (bytes, words) = (bytes + Encoding.UTF8.GetByteCount(text), words + Segmentation.CountIn(Prepared(text), TextUnit.Word));
        return new BenchedSource(texts, count, bytes, words);
    }

    private static string Prepared(string text) => Skeleton.Of(TextNormaliser.Full(text));

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private sealed class OneTally(GramIndex index)
    {
        private readonly UnitBuffer units = new();

        public GramTally Tally { get; } = new(index);

        public void Add(int first, IReadOnlyList<string> block)
        {
            for (var i = 0; i < block.Count; i++)
            {
                index.Candidates.Read(block[i], units);
                Tally.Add(first + i, units.Numbers);
            }
        }
    }

    private sealed class Clock
    {
        private readonly Stopwatch wall = Stopwatch.StartNew();
        private readonly double processor = Machine.ProcessorSeconds();

        public Spent Spent() => new(wall.Elapsed.TotalSeconds, Machine.ProcessorSeconds() - processor);
    }

    private sealed record Spent(double Seconds, double Busy);

    private sealed record Measured<T>(T Result, Spent Spent);
}
