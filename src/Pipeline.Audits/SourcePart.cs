using Pipeline.Audits.Overlap;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;

namespace Pipeline.Audits;

/// <summary>A part of the source as an audit walks through it: progress is told and cancellation honoured at each record.</summary>
internal sealed class SourcePart(
    string audit, Against against, RecordStream stream, AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation)
    : IDisposable
{
    private readonly string stage = $"{audit} against {Words(against)}";

    // Eight bytes a record name it in a report; records themselves may not fit into memory.
    private readonly ulong[] passed = new ulong[stream.Count];

    private SpilledTexts? spilled;

    /// <summary>How many records there are.</summary>
    public int Count => stream.Count;

    /// <summary>What of the machine may be used.</summary>
    public AuditResources Resources => context.Resources;

    /// <summary>Ctrl-C.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>The records, in order. May be walked through again.</summary>
    public IEnumerable<SourceRecord> Records()
    {
        var number = 0;
        foreach (var record in stream.Read(cancellation))
        {
            passed[number++] = context.Names.TagOf(record.Id);
            yield return record;
            Told(number);
        }
    }

    /// <summary>
    /// Compares every record, on several threads: each has a state of its own, and states are merged by rules that do not
    /// depend on who read which record.
    /// </summary>
    /// <param name="begin">Makes a thread's state.</param>
    /// <param name="read">Reads a record's text by its number. Numbers rise from call to call of a state.</param>
    /// <param name="merge">Brings the second state into the first.</param>
    public T Walk<T>(Func<T> begin, Action<T, int, string> read, Action<T, T> merge) =>
        Merged(SourceWalk.Through(Records().Select(record => record.Text), Count, Resources.Workers, begin, read), merge);

    /// <summary>
    /// The same block by block with the records' texts prepared. Where the walk is one of several, what was prepared may lie on
    /// the disk in between.
    /// </summary>
    public T WalkPrepared<T>(Preparation preparation, Func<T> begin, Action<T, int, IReadOnlyList<string>> read, Action<T, T> merge)
    {
        if (spilled is { IsWhole: true })
            return Merged(SourceWalk.InBlocks(spilled.Texts(Told), Count, Resources.Workers, begin, read), merge);
        return Merged(SourceWalk.InBlocks(Records().Select(record => record.Text), Count, Resources.Workers, begin, (state, first, block) =>
        {
            var prepared = new string[block.Count];
            for (var i = 0; i < prepared.Length; i++)
            {
                prepared[i] = preparation.Of(block[i]);
                spilled?.Keep(first + i, prepared[i]);
            }
            read(state, first, prepared);
        }), merge);
    }

    /// <summary>
    /// Parts of the candidate whose indexes keep to the memory allowed, one walk each. For several the prepared source is kept
    /// on the disk if a place was given.
    /// </summary>
    /// <param name="texts">The candidate's texts, prepared.</param>
    /// <param name="cost">Most that an index takes.</param>
    public IReadOnlyList<Range> Parts(IReadOnlyList<string> texts, IndexCost cost)
    {
        var parts = CandidateParts.Of(texts, cost, SourceWalk.ThreadsFor(Count, Resources.Workers), Resources.IndexBytes);
        if (parts.Count > 1 && Resources.Scratch is { } folder) spilled ??= new SpilledTexts(folder, Count);
        return parts;
    }

    /// <summary>What is read of each record, in order; reading goes on side by side.</summary>
    public IEnumerable<T> Read<T>(Func<SourceRecord, T> read) => OrderedParallel.Map(Records(), read, Resources.Workers, cancellation);

    /// <summary>What is read of each text of the candidate, in order.</summary>
    public IReadOnlyList<T> ReadEach<T>(IReadOnlyList<LabelledText> rows, Func<string, T> read) =>
        [.. OrderedParallel.Map(rows, row => read(row.Text), Resources.Workers, cancellation)];

    /// <summary>What is made of each of some things, in order; the work goes on side by side.</summary>
    public IEnumerable<TResult> Map<T, TResult>(IEnumerable<T> things, Func<T, TResult> map) => OrderedParallel.Map(things, map, Resources.Workers, cancellation);

    /// <summary>The name by which reports may speak of a record that has been passed.</summary>
    public string NameOf(int record) => RecordNames.Of(passed[record]);

    /// <summary>The same name as a number, of any record.</summary>
    public ulong TagOf(SourceRecord record) => context.Names.TagOf(record.Id);

    /// <summary>As a sentence says it: the training records.</summary>
    public string InWords => Words(against);

    /// <summary>As a sentence says it: the training records.</summary>
    public static string Words(Against against) => against == Against.Training ? "the training records" : "the holdout";

    /// <inheritdoc/>
    public void Dispose() => spilled?.Dispose();

    private void Told(int number) => progress?.Report(new StageProgress(stage, number, stream.Count, "records"));

    private static T Merged<T>(IReadOnlyList<T> states, Action<T, T> merge)
    {
        foreach (var other in states.Skip(1)) merge(states[0], other);
        return states[0];
    }
}
