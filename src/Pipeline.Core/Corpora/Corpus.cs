namespace Pipeline.Core.Corpora;

/// <summary>Records of one source, or of a part of it.</summary>
public sealed class Corpus(IReadOnlyList<SourceRecord> records)
{
    /// <summary>The records, in source order.</summary>
    public IReadOnlyList<SourceRecord> Records { get; } = records;
}
