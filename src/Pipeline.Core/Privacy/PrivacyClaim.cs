using Pipeline.Core.Privacy.Accounting;

namespace Pipeline.Core.Privacy;

/// <summary>Which data sets count as neighbours.</summary>
public enum Neighbours
{
    /// <summary>Data sets differ by adding or removing every record of one unit.</summary>
    AddOrRemoveOneUnit,

    /// <summary>Data sets differ by replacing the records of one unit; twice the sensitivity of adding or removing.</summary>
    ReplaceOneUnit,
}

/// <summary>Where noise came from (law 8).</summary>
public enum NoiseOrigin
{
    /// <summary>The operating system's cryptographic generator.</summary>
    OperatingSystem,

    /// <summary>A seed, for tests; the gate refuses what was made with it.</summary>
    Seeded,

    /// <summary>No noise was added at all.</summary>
    None,

    /// <summary>Nothing private took part, so there was nothing to hide: epsilon is 0.</summary>
    NotNeeded,
}

/// <summary>The proved privacy of a mechanism, spelled out so that an auditor can recompute it.</summary>
public sealed record PrivacyClaim
{
    /// <summary>The mechanism's name.</summary>
    public required string Mechanism { get; init; }

    /// <summary>The bound epsilon; positive infinity when nothing is proved.</summary>
    public required double Epsilon { get; init; }

    /// <summary>The bound delta.</summary>
    public required double Delta { get; init; }

    /// <summary>Whom it protects: <c>record</c>, or the name of a column such as <c>customer</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>How many records of a unit were used; the others were left out at random.</summary>
    public required int RecordsPerUnit { get; init; }

    /// <summary>The neighbouring relation.</summary>
    public required Neighbours Neighbours { get; init; }

    /// <summary>Where the noise came from.</summary>
    public required NoiseOrigin Noise { get; init; }

    /// <summary>Every Gaussian release made: its noise multiplier sigma (standard deviation over sensitivity), in order.</summary>
    public required IReadOnlyList<double> Sigmas { get; init; }

    /// <summary>
    /// Gaussian differential privacy of all releases together: mu = sqrt(sum 1/sigma^2) (Dong, Roth, Su 2022); positive infinity
    /// where <see cref="Steps"/> hold losses of another kind, or nothing is proved.
    /// </summary>
    public required double Mu { get; init; }

    /// <summary>
    /// tau: total variation distance of what was really released from rounded Gaussian releases. It costs (1 + e^epsilon) tau
    /// of delta, which <see cref="Epsilon"/> accounts for.
    /// </summary>
    public double Slack { get; init; }

    /// <summary>What was released, as losses; empty for Gaussian releases, of which <see cref="Mu"/> says all.</summary>
    public IReadOnlyList<PrivacyStep> Steps { get; init; } = [];

    /// <summary>The part of the units that the mechanism saw, with the proof that it is one; null when it saw all.</summary>
    public DisjointPart? Part { get; init; }

    /// <summary>What a run costs, for accounts.</summary>
    public SpentLoss Spent => new(Unit, Neighbours, Steps.Count > 0 ? Steps : Mu > 0 ? [new PrivacyStep(new GaussianLoss(Mu))] : [], Slack, Part);

    /// <summary>What must be true for the bound to hold.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>What the bound does not cover.</summary>
    public required IReadOnlyList<string> NotCovered { get; init; }
}
