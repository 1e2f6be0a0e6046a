using Pipeline.Core.Privacy;

namespace Pipeline.Core.Plans;

/// <summary>The budget of the mechanism, and whom it protects.</summary>
public sealed record PrivacyPlan
{
    /// <summary>Epsilon, above 0.</summary>
    public required double Epsilon { get; init; }

    /// <summary>Delta, above 0.</summary>
    public required double Delta { get; init; }

    /// <summary>The neighbouring relation.</summary>
    public required Neighbours Neighbours { get; init; }

    /// <summary>How many records of a unit are used at most; 1 where the record itself is the unit.</summary>
    public required int RecordsPerUnit { get; init; }

    /// <summary>
    /// Share of the budget (of mu squared) that measures the surface style of the source, between 0 and 1; null measures none.
    /// Both releases together keep to epsilon and delta.
    /// </summary>
    public double? StyleShare { get; init; }
}
