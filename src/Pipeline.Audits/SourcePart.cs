using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;

namespace Pipeline.Audits;

/// <summary>A part of the source as an audit walks through it: progress is told and cancellation honoured at each record.</summary>
internal sealed class SourcePart(
    string audit, Against against, RecordStream stream, AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation)
{
    private readonly string stage = $"{audit} against {Words(against)}";

    // Eight bytes a record name it in a report; records themselves may not fit into memory.
    private readonly ulong[] passed = new ulong[stream.Count];

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
            progress?.Report(new StageProgress(stage, number, stream.Count, "records"));
        }
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

    /// <summary>As a sentence says it: the training records.</summary>
    public string InWords => Words(against);

    /// <summary>As a sentence says it: the training records.</summary>
    public static string Words(Against against) => against == Against.Training ? "the training records" : "the holdout";
}
