using Pipeline.Core;
using Pipeline.Core.Policies;

namespace Pipeline.Reports;

/// <summary>The private source in numbers. Exact counts are not covered by any guarantee: for internal readers only.</summary>
public sealed record SourceSummary
{
    /// <summary>The file's name; folders are dropped, since their names may tell whose data it is.</summary>
    public required string FileName { get; init => field = value[(value.LastIndexOfAny(['/', '\\']) + 1)..]; }

    /// <summary>The file's format, such as <c>parquet</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Digest of the source as it was read.</summary>
    public required Digest Digest { get; init; }

    /// <summary>How protected it is declared to be.</summary>
    public required Classification Classification { get; init; }

    /// <summary>Whom a guarantee protects: <c>record</c>, or the name of a column.</summary>
    public required string Unit { get; init; }

    /// <summary>Records in all.</summary>
    public required int Records { get; init; }

    /// <summary>Units in all.</summary>
    public required int Units { get; init; }

    /// <summary>Records with an empty text.</summary>
    public required int EmptyTexts { get; init; }

    /// <summary>Records whose text occurred before.</summary>
    public required int DuplicateTexts { get; init; }

    /// <summary>Records synthesis learned from.</summary>
    public required int TrainingRecords { get; init; }

    /// <summary>Units among them.</summary>
    public required int TrainingUnits { get; init; }

    /// <summary>Records kept aside.</summary>
    public required int HoldoutRecords { get; init; }

    /// <summary>Units among them.</summary>
    public required int HoldoutUnits { get; init; }

    /// <summary>Records of each label, in the task's order.</summary>
    public required IReadOnlyList<LabelCount> Labels { get; init; }

    /// <summary>How long the texts are, in characters.</summary>
    public required LengthQuantiles Lengths { get; init; }
}

/// <summary>Records of one label in the two parts of the source.</summary>
public sealed record LabelCount(string Label, int Training, int Holdout);

/// <summary>Quantiles of the texts' lengths, in characters.</summary>
public sealed record LengthQuantiles(double Least, double LowerQuarter, double Median, double UpperQuarter, double Most);
