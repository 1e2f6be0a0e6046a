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

    private static string Prepared(string text) => Skeleton.Of(TextNormaliser.Full(text));

    public void Measure(List<string> mail, int megabytes, CancellationToken cancellation)
    {
        Console.WriteLine($"{Machine.Describe()}, {threads} threads; load of the machine: {Load()}");
        Console.WriteLine($"candidate: {candidate.Count} texts, {candidate.Sum(text => (long)text.Length):N0} characters");
        var bytes = mail.Sum(text => (long)Encoding.UTF8.GetByteCount(text));
        var tokens = mail.Sum(text => (long)Segmentation.CountIn(Prepared(text), TextUnit.Word));
        Console.WriteLine($"source: {mail.Count:N0} records, {bytes / 1e6:F1} MB, {tokens:N0} words");
        Console.WriteLine($"{"measure",-34} {"MB/s",7} {"MB/s of a busy core",20} {"index MB",9} {"bytes/source word",18} {"peak MB",8}");
        Row("preparation alone", bytes, tokens, () => 0, () => Walked(mail, mail.Count, () => 0, (_, _, text) => Prepared(text)));
        var containment = Row("containment of words, set", bytes, tokens, () => new GramIndex(new CandidateUnits(candidate, TextUnit.Word), Words, ShortText.Undefined), index => index.Bytes + index.Candidates.Bytes,
            index => Merged(Walked(mail, mail.Count, () => (Tally: new GramTally(index), Units: new UnitBuffer()), (mine, number, text) =>
            {
                index.Candidates.Read(Prepared(text), mine.Units);
                mine.Tally.Add(number, mine.Units.Numbers);
            }), (mine, other) => mine.Tally.Merge(other.Tally)).Tally);
        Row("containment, words and characters", bytes, tokens, () => new ContainmentIndex(candidate, Words, FewWords, Characters), index => index.Bytes,
            index => Merged(InBlocks(mail, () => new ContainmentTally(index), (mine, first, block) => mine.Add(first, block)), (mine, other) => mine.Merge(other)));
        Row("common runs, words and characters", bytes, tokens, () => new RunsIndex(candidate), index => index.Bytes,
            index => Merged(InBlocks(mail, () => new RunsSearch(index), (mine, first, block) => mine.Add(first, block)), (mine, other) => mine.Merge(other)));
        Row("near duplicates", bytes, tokens, () => new NearDuplicateIndex(candidate, TextUnit.Word, FewWords, Bands, Rows), index => index.Bytes,
            index => Merged(InBlocks(mail, () => new NearDuplicateTally(index, .8), (mine, first, block) => mine.Add(first, block)), (mine, other) => mine.Merge(other)));
        var all = Row("all in one walk", bytes, tokens, () => new EveryIndex(candidate), index => index.Bytes, index => index.Walk(mail, mail.Count, threads).Rate);
        if (megabytes > 0) Repeated(mail, megabytes, cancellation);

        var clock = (Stopwatch.StartNew(), Machine.ProcessorSeconds());
        var plain = PlainContainment.Measure(candidate, mail, Words);
        var (seconds, busy) = (clock.Item1.Elapsed.TotalSeconds, Machine.ProcessorSeconds() - clock.Item2);
        for (var i = 0; i < candidate.Count; i++)
        {
            var best = containment.Result.Best(i);
            if ((best.Containment.Value ?? 0) != plain[i].Best || (plain[i].Best > 0 && best.Source != plain[i].Source)) throw new InvalidOperationException("The plain implementation found something else.");
        }
        Console.WriteLine($"{"plain hash sets, words, set",-34} {bytes / 1e6 / seconds,7:F2} {bytes / 1e6 / busy,20:F2}   (the same results)");
        Console.WriteLine($"ratio by wall clock: {seconds / containment.Seconds:F0} for the same measure, {seconds / all.Seconds:F0} for all measures; by busy cores: {busy / containment.Busy:F0} and {busy / all.Busy:F0}");
    }

    private void Repeated(List<string> mail, int megabytes, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("overlap-");
        try
        {
            var path = Path.Combine(folder.FullName, "repeated.jsonl");
            SourceTexts.WriteRepeated(mail, megabytes * 1_000_000L, path, cancellation);
            using var table = SourceTable.Open(path, SourceFormat.JsonLines, null, null, cancellation);
            var (bytes, tokens) = (0L, 0L);
            foreach (var text in SourceTexts.Stream(table, cancellation)) (bytes, tokens) = (bytes + Encoding.UTF8.GetByteCount(text), tokens + text.Count(c => c == ' ') + 1);
            Console.WriteLine($"source repeated with edits: {table.RowCount:N0} records, {bytes / 1e6:F0} MB, about {tokens:N0} words, streamed from a file");
            Row("reading alone", bytes, tokens, () => 0, () => Walked(SourceTexts.Stream(table, cancellation), (int)table.RowCount, () => 0, (_, _, _) => { }));
            Row("all in one walk, reading included", bytes, tokens, () => new EveryIndex(candidate), index => index.Bytes, index => index.Walk(SourceTexts.Stream(table, cancellation), (int)table.RowCount, threads).Rate);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Row(string name, long bytes, long tokens, Func<int> index, Action walk) =>
        Row(name, bytes, tokens, index, _ => 0, _ => { walk(); return 0; });

    private static (T Result, double Seconds, double Busy) Row<TIndex, T>(string name, long bytes, long tokens, Func<TIndex> build, Func<TIndex, long> size, Func<TIndex, T> walk)
    {
        GC.Collect();
        var (clock, busy) = (Stopwatch.StartNew(), Machine.ProcessorSeconds());
        var index = build();
        var result = walk(index);
        var (seconds, processor) = (clock.Elapsed.TotalSeconds, Machine.ProcessorSeconds() - busy);
        Console.WriteLine($"{name,-34} {bytes / 1e6 / seconds,7:F1} {bytes / 1e6 / processor,20:F1} {size(index) / 1e6,9:F1} {(double)size(index) / tokens,18:F3} {Machine.PeakMegabytes(),8:F0}");
        return (result, seconds, processor);
    }

    private IReadOnlyList<T> Walked<T>(IEnumerable<string> texts, int count, Func<T> begin, Action<T, int, string> read) => SourceWalk.Through(texts, count, threads, begin, read);

    private IReadOnlyList<T> InBlocks<T>(List<string> texts, Func<T> begin, Action<T, int, IReadOnlyList<string>> read) =>
        SourceWalk.InBlocks(texts, texts.Count, threads, begin, (mine, first, block) => read(mine, first, [.. block.Select(Prepared)]));

    private static T Merged<T>(IReadOnlyList<T> states, Action<T, T> merge)
    {
        foreach (var other in states.Skip(1)) merge(states[0], other);
        return states[0];
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
