namespace Pipeline.Reports;

/// <summary>
/// What a judge that had no part in making the texts thinks of them. Not covered by any guarantee: for internal readers only.
/// </summary>
public sealed record JudgeSummary
{
    /// <summary>What is trained, on which embeddings.</summary>
    public required string Judge { get; init; }

    /// <summary>One row a training set, the same as the head's.</summary>
    public required IReadOnlyList<UsefulnessRow> Rows { get; init; }

    /// <summary>Accuracy by number of training texts; a set has as many points as it has texts for.</summary>
    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    /// <summary>How like the private texts, and how varied, each set is.</summary>
    public required IReadOnlyList<VarietyRow> Variety { get; init; }
}

/// <summary>One point of the low-data curve.</summary>
/// <param name="TrainingSet">Candidate, private or zero-shot.</param>
/// <param name="Texts">Texts trained on.</param>
/// <param name="Accuracy">Mean share of holdout records labelled rightly.</param>
/// <param name="Lower">Lower end of the 95 % interval.</param>
/// <param name="Upper">Upper end of the 95 % interval.</param>
public sealed record CurvePoint(string TrainingSet, int Texts, double Accuracy, double Lower, double Upper);

/// <summary>A measure of the candidate beside the same of private and of zero-shot texts; null where it was not measured.</summary>
/// <param name="Measure">What: <c>coverage</c>.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="IsShare">True when it is shown in per cent.</param>
/// <param name="Candidate">Of the candidate.</param>
/// <param name="Private">Of private texts.</param>
/// <param name="ZeroShot">Of zero-shot texts.</param>
public sealed record VarietyRow(string Measure, string Meaning, bool IsShare, double? Candidate, double? Private, double? ZeroShot);
