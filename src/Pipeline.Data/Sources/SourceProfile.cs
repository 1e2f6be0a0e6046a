using Microsoft.Data.Analysis;

namespace Pipeline.Data.Sources;

/// <summary>One part of the source and one label.</summary>
/// <param name="Part"><c>training</c> or <c>holdout</c>.</param>
/// <param name="Label">One of the task's labels.</param>
/// <param name="Records">How many records.</param>
/// <param name="Units">How many different units they belong to.</param>
/// <param name="Characters">Lengths in code points.</param>
/// <param name="Words">Lengths in words: what stands between white space.</param>
public sealed record ProfileRow(string Part, string Label, int Records, int Units, LengthSummary Characters, LengthSummary Words);

/// <summary>Numbers about a source: never a text, an id or a unit. Exact counts of private data, so no part of a release.</summary>
public sealed record SourceProfile
{
    /// <summary>Records with text.</summary>
    public int Records => TrainingRecords + HoldoutRecords;

    /// <summary>Units of those records.</summary>
    public int Units => TrainingUnits + HoldoutUnits;

    /// <summary>Records left out because their text is empty or white space.</summary>
    public required int EmptyTexts { get; init; }

    /// <summary>Records whose text occurred, exactly, in a row before; they are kept.</summary>
    public required int DuplicateTexts { get; init; }

    /// <summary>Different texts that stand in both training and holdout, exactly.</summary>
    public required int TextsInBothParts { get; init; }

    /// <summary>Records of the training part.</summary>
    public required int TrainingRecords { get; init; }

    /// <summary>Units of the training part.</summary>
    public required int TrainingUnits { get; init; }

    /// <summary>Records kept aside.</summary>
    public required int HoldoutRecords { get; init; }

    /// <summary>Units kept aside.</summary>
    public required int HoldoutUnits { get; init; }

    /// <summary>Records of the unit that has most.</summary>
    public required int LargestUnit { get; init; }

    /// <summary>Lengths of all texts in code points.</summary>
    public required LengthSummary Characters { get; init; }

    /// <summary>One row for each part and label, those without records too, in the order of the task's labels.</summary>
    public required IReadOnlyList<ProfileRow> Rows { get; init; }

    /// <summary>Records of each label, in both parts.</summary>
    public IReadOnlyDictionary<string, int> RecordsPerLabel =>
        Rows.GroupBy(row => row.Label).ToDictionary(label => label.Key, label => label.Sum(row => row.Records), StringComparer.Ordinal);

    /// <summary>The rows as a data frame.</summary>
    public DataFrame Frame => new(
        new StringDataFrameColumn("part", Rows.Select(row => row.Part)),
        new StringDataFrameColumn("label", Rows.Select(row => row.Label)),
        new Int32DataFrameColumn("records", Rows.Select(row => row.Records)),
        new Int32DataFrameColumn("units", Rows.Select(row => row.Units)),
        Lengths("characters least", row => row.Characters.Least),
        Lengths("characters mean", row => row.Characters.Mean),
        Lengths("characters median", row => row.Characters.Median),
        Lengths("characters 95 %", row => row.Characters.Percentile95),
        Lengths("characters most", row => row.Characters.Most),
        Lengths("words least", row => row.Words.Least),
        Lengths("words mean", row => row.Words.Mean),
        Lengths("words median", row => row.Words.Median),
        Lengths("words 95 %", row => row.Words.Percentile95),
        Lengths("words most", row => row.Words.Most));

    /// <summary>The data frame as cells to print: the first row holds the headings; lengths have one decimal.</summary>
    public IReadOnlyList<IReadOnlyList<string>> ToTable()
    {
        var frame = Frame;
        var table = new List<IReadOnlyList<string>> { frame.Columns.Select(column => column.Name).ToList() };
        for (var i = 0L; i < frame.Rows.Count; i++)
            table.Add(frame.Rows[i].Select(cell => cell is double length ? length.ToString("0.0") : cell?.ToString() ?? "").ToList());
        return table;
    }

    private DoubleDataFrameColumn Lengths(string name, Func<ProfileRow, double> of) => new(name, Rows.Select(of));
}
