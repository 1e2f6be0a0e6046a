namespace Pipeline.Data.Sources;

/// <summary>Which file to read, and what its columns mean.</summary>
public sealed record SourceRequest
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>What kind of file it is.</summary>
    public required SourceFormat Format { get; init; }

    /// <summary>Column that names the records; null means that they are named by their row number.</summary>
    public string? Id { get; init; }

    /// <summary>Column with the text.</summary>
    public required string Text { get; init; }

    /// <summary>Column with the label.</summary>
    public required string Label { get; init; }

    /// <summary>
    /// Column with whom a record belongs to; null means that each record is protected on its own. Without an id column the
    /// split between training and holdout then depends on the order of the rows.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>Every label that may occur.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Share of the units kept aside, from 0 to below 1.</summary>
    public required double Holdout { get; init; }

    /// <summary>Key of the split, at least 16 bytes: whoever lacks it cannot tell on which side a unit fell.</summary>
    public required byte[] SplitKey { get; init; }

    /// <summary>Encoding of a text file; null means UTF-8.</summary>
    public string? Encoding { get; init; }
}
