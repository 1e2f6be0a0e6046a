namespace Pipeline.Core.Corpora;

/// <summary>
/// Records of a source, walked through in order and as often as needed, wherever they lie: a source larger than memory stays
/// in its file. Private: keep it inside a <see cref="Privacy.Private{T}"/>.
/// </summary>
public sealed class RecordStream
{
    private readonly Func<CancellationToken, IEnumerable<SourceRecord>> read;

    /// <summary>Records that are read anew for each walk.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="read">Begins a walk; gives the same records in the same order each time.</param>
    public RecordStream(int count, Func<CancellationToken, IEnumerable<SourceRecord>> read)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        this.read = read;
    }

    /// <summary>Records in memory.</summary>
    public static RecordStream Of(Corpus corpus) => new(corpus.Records.Count, _ => corpus.Records);

    /// <summary>How many records there are.</summary>
    public int Count { get; }

    /// <summary>Walks through the records.</summary>
    /// <exception cref="InvalidOperationException">More or fewer records came than there are: what was measured on them would not hold.</exception>
    public IEnumerable<SourceRecord> Read(CancellationToken cancellation)
    {
        var came = 0;
        foreach (var record in read(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (++came > Count) break;
            yield return record;
        }
        if (came != Count) throw new InvalidOperationException("The records changed while they were read.");
    }

    /// <summary>Never the content.</summary>
    public override string ToString() => $"{Count} private records";
}
