namespace Pipeline.Core.Evidence;

/// <summary>How a number is shown.</summary>
public enum MeasureUnit
{
    /// <summary>A share of something, shown in per cent.</summary>
    Share,

    /// <summary>A count of words.</summary>
    Words,

    /// <summary>A count of characters.</summary>
    Characters,

    /// <summary>A plain count.</summary>
    Count,

    /// <summary>A number from 0 to 1 or another plain figure.</summary>
    Number,
}

/// <summary>What an audit hands back for each of its measures; the base class binds it to digests and time.</summary>
public sealed record Measurement
{
    /// <summary>What was measured, as policies name it.</summary>
    public required string Measure { get; init; }

    /// <summary>Against which part of the source.</summary>
    public required Against Against { get; init; }

    /// <summary>The number with its uncertainty.</summary>
    public required Statistic Statistic { get; init; }

    /// <summary>One sentence for a reader who does not program.</summary>
    public required string Meaning { get; init; }

    /// <summary>How to show the number.</summary>
    public required MeasureUnit Unit { get; init; }

    /// <summary>
    /// The value of a candidate that leaks nothing: 0 for copies, 0.5 for the area under an attack's curve. Null where the number is not
    /// about leaks; such a measure has no power to see one.
    /// </summary>
    public double? NoLeak { get; init; }

    /// <summary>Where it was seen; the first few, without private text.</summary>
    public IReadOnlyList<Instance> Instances { get; init; } = [];
}
