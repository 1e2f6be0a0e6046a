using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;

namespace Pipeline.Audits;

/// <summary>A part of the source as an audit walks through it: progress is told and cancellation honoured at each record.</summary>
internal sealed class SourcePart(
    string audit, Against against, Corpus corpus, RecordNames names, IProgress<StageProgress>? progress, int threads, CancellationToken cancellation)
{
    private readonly string stage = $"{audit} against {Words(against)}";

    /// <summary>The records, in order.</summary>
    public IEnumerable<SourceRecord> Records()
    {
        for (var i = 0; i < corpus.Records.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return corpus.Records[i];
            progress?.Report(new StageProgress(stage, i + 1, corpus.Records.Count, "records"));
        }
    }

    /// <summary>What is read of each record, in order; reading goes on side by side.</summary>
    public IEnumerable<T> Read<T>(Func<SourceRecord, T> read) => OrderedParallel.Map(Records(), read, threads, cancellation);

    /// <summary>What is read of each text of the candidate, in order.</summary>
    public IReadOnlyList<T> ReadEach<T>(IReadOnlyList<LabelledText> rows, Func<string, T> read) =>
        [.. OrderedParallel.Map(rows, row => read(row.Text), threads, cancellation)];

    /// <summary>The name by which reports may speak of a record.</summary>
    public string NameOf(int record) => names.Of(corpus.Records[record].Id);

    /// <summary>As a sentence says it: the training records.</summary>
    public static string Words(Against against) => against == Against.Training ? "the training records" : "the holdout";
}
