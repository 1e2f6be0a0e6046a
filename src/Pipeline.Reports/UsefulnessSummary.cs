namespace Pipeline.Reports;

/// <summary>
/// Accuracy on the private holdout of heads trained on several sets. Not covered by any guarantee: for internal readers only.
/// </summary>
public sealed record UsefulnessSummary
{
    /// <summary>What is trained, on which features.</summary>
    public required string Head { get; init; }

    /// <summary>One row a training set.</summary>
    public required IReadOnlyList<UsefulnessRow> Rows { get; init; }

    /// <summary>Accuracy of guessing among the labels evenly.</summary>
    public required double Chance { get; init; }

    /// <summary>Accuracy of always naming the commonest label.</summary>
    public required double Majority { get; init; }

    /// <summary>Holdout records it was measured on.</summary>
    public required int HoldoutRecords { get; init; }

    /// <summary>Audits whose findings this tells: they are not listed among the others again.</summary>
    public IReadOnlyList<string> Audits { get; init; } = [];

    /// <summary>The same asked of a judge that had no part in making the texts; null when it did not run.</summary>
    public JudgeSummary? Judge { get; init; }

    /// <summary>Why there is no judge; null when there is one.</summary>
    public string? WithoutJudge { get; init; }
}

/// <summary>One training set.</summary>
/// <param name="TrainingSet">Its name: <c>100 private texts</c>.</param>
/// <param name="Texts">Texts in it.</param>
/// <param name="Accuracy">Share of holdout records labelled rightly; the mean over draws.</param>
/// <param name="Lower">Lower end of the 95 % interval.</param>
/// <param name="Upper">Upper end of the 95 % interval.</param>
/// <param name="Draws">How many random draws of the set the mean is over.</param>
/// <param name="IsCandidate">True for the synthetic texts of this run.</param>
public sealed record UsefulnessRow(string TrainingSet, int Texts, double Accuracy, double Lower, double Upper, int Draws, bool IsCandidate = false);
