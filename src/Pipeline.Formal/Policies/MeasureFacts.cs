using Pipeline.Core.Evidence;

namespace Pipeline.Formal.Policies;

/// <summary>Which way a measure is better.</summary>
public enum Better
{
    /// <summary>The less the better: copies, leaks, advantages of attacks.</summary>
    Less,

    /// <summary>The more the better: accuracies.</summary>
    More,

    /// <summary>Neither by itself.</summary>
    Neither,
}

/// <summary>What is known of a measure before anything is measured.</summary>
/// <param name="Unit">How it is counted; null when that is not known.</param>
/// <param name="Better">Which way it is better.</param>
public sealed record MeasureFacts(MeasureUnit? Unit, Better Better)
{
    /// <summary>Its least value; null when that is not known.</summary>
    public double? Least => Unit is null ? null : Unit == MeasureUnit.Number && Greatest is null ? null : 0;

    /// <summary>Its greatest value; null when there is none, or it is not known.</summary>
    public double? Greatest { get; init; } = Unit == MeasureUnit.Share ? 1 : null;

    /// <summary>Whether its values are whole numbers.</summary>
    public bool IsCount => Unit is MeasureUnit.Words or MeasureUnit.Characters or MeasureUnit.Count;
}

/// <summary>What verification knows of audits besides their names.</summary>
/// <param name="Of">The facts of a measure of an audit; those of an unknown one have no unit.</param>
/// <param name="OverlapAudits">The audits that look for copies and near copies of the source.</param>
public sealed record AuditFacts(Func<string, string, MeasureFacts> Of, IReadOnlySet<string> OverlapAudits);
