using Pipeline.Core.Policies;

namespace Pipeline.Core.Plans;

/// <summary>Kinds of file a source can be.</summary>
public enum PlannedFormat
{
    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>Comma-separated values.</summary>
    Csv,

    /// <summary>Tab-separated values.</summary>
    Tsv,

    /// <summary>One JSON object a line.</summary>
    JsonLines,
}

/// <summary>Where private text comes from, and what its columns mean.</summary>
public sealed record SourcePlan
{
    /// <summary>What kind of file it is; guessed from the file's extension when it is not stated.</summary>
    public required PlannedFormat Format { get; init; }

    /// <summary>The file, as an absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>Column that names the records, or null for row numbers.</summary>
    public string? Id { get; init; }

    /// <summary>Column with the text.</summary>
    public required string Text { get; init; }

    /// <summary>Column with the label.</summary>
    public required string Label { get; init; }

    /// <summary>Column with whom a record belongs to; null when each record is protected on its own.</summary>
    public string? Unit { get; init; }

    /// <summary>How protected the source is.</summary>
    public required Classification Classification { get; init; }

    /// <summary>Share of the units kept aside for measuring, from 0 to 0.9.</summary>
    public double Holdout { get; init; } = .25;

    /// <summary>Encoding of a CSV or TSV file; null means UTF-8.</summary>
    public string? Encoding { get; init; }
}
