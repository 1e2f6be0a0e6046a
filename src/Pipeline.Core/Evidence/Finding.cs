namespace Pipeline.Core.Evidence;

/// <summary>The part of the source a finding was measured against.</summary>
public enum Against
{
    /// <summary>The records synthesis learned from.</summary>
    Training,

    /// <summary>The records kept aside: what occurs as often here is no leak.</summary>
    Holdout,

    /// <summary>The candidate alone.</summary>
    CandidateAlone,
}

/// <summary>A place where a finding was seen, named without private text.</summary>
/// <param name="Row">The candidate's row.</param>
/// <param name="Record">Salted hash of the source record, or null.</param>
/// <param name="Note">Counts and offsets: <c>14 words from word 3</c>.</param>
public sealed record Instance(string Row, string? Record, string Note);

/// <summary>A measurement on one candidate. Never a proof; made only by an audit (law 4).</summary>
public sealed class Finding
{
    internal Finding(string audit, Measurement measurement, Binding binding, DateTimeOffset measuredAt)
    {
        Audit = audit;
        Measure = measurement.Measure;
        Against = measurement.Against;
        Statistic = measurement.Statistic;
        Meaning = measurement.Meaning;
        Unit = measurement.Unit;
        NoLeak = measurement.NoLeak;
        Instances = measurement.Instances;
        Binding = binding;
        MeasuredAt = measuredAt;
    }

    /// <summary>The audit's name.</summary>
    public string Audit { get; }

    /// <summary>What was measured, as policies name it.</summary>
    public string Measure { get; }

    /// <summary>Against which part of the source.</summary>
    public Against Against { get; }

    /// <summary>The number with its uncertainty.</summary>
    public Statistic Statistic { get; }

    /// <summary>One sentence for a reader who does not program.</summary>
    public string Meaning { get; }

    /// <summary>How to show the number.</summary>
    public MeasureUnit Unit { get; }

    /// <summary>The value of a candidate that leaks nothing; null where the number is not about leaks.</summary>
    public double? NoLeak { get; }

    /// <summary>Where it was seen; the first few.</summary>
    public IReadOnlyList<Instance> Instances { get; }

    /// <summary>What it was measured on.</summary>
    public Binding Binding { get; }

    /// <summary>When.</summary>
    public DateTimeOffset MeasuredAt { get; }
}
