namespace Pipeline.Reports;

/// <summary>How well the chosen texts' gradients match the noisy target. Computed from public values alone.</summary>
public sealed record MatchingSummary
{
    /// <summary>What of a text the features are, as a sentence's subject: <c>the mean hidden state of the text</c>.</summary>
    public required string Features { get; init; }

    /// <summary>One row a label, in the task's order.</summary>
    public required IReadOnlyList<ClassMatching> Classes { get; init; }

    /// <summary>Cosine between the chosen texts' gradient and the noisy one where training starts (W = 0).</summary>
    public required double CosineAtStart { get; init; }

    /// <summary>The same cosine at every step of the noisy path, in order.</summary>
    public required IReadOnlyList<double> CosineAlongPath { get; init; }

    /// <summary>How far a head trained on the texts can be from the target head.</summary>
    public required CertificateSummary Certificate { get; init; }
}

/// <summary>Matching of one label; residuals are |mean - target|^2 / |target|^2.</summary>
public sealed record ClassMatching
{
    /// <summary>The label.</summary>
    public required string Label { get; init; }

    /// <summary>Texts the model wrote for it.</summary>
    public required int Proposals { get; init; }

    /// <summary>Of these, texts that were guided towards the label word by word, since plain proposals seldom hit it.</summary>
    public int Guided { get; init; }

    /// <summary>Of these, texts whose label under the noisy head agrees with their prompt.</summary>
    public required int Agreeing { get; init; }

    /// <summary>Of these, texts the filter kept.</summary>
    public required int Kept { get; init; }

    /// <summary>Texts chosen.</summary>
    public required int Chosen { get; init; }

    /// <summary>Residual of as many texts chosen at random.</summary>
    public required double ResidualOfRandom { get; init; }

    /// <summary>Residual after the greedy choice.</summary>
    public required double ResidualAfterGreedy { get; init; }

    /// <summary>Residual after the swaps.</summary>
    public required double ResidualAfterSwaps { get; init; }
}

/// <summary>
/// The head trained on the chosen texts lies within <paramref name="Radius"/> of the target head W*, since its training
/// loss is strongly convex: |grad F(W*)| / lambda.
/// </summary>
/// <param name="Radius">The proved radius.</param>
/// <param name="HeadNorm">|W*|.</param>
/// <param name="Relative">Radius over |W*|.</param>
/// <param name="Distance">How far the trained head really is.</param>
/// <param name="Vacuous">True when the radius is so large that it says nothing.</param>
public sealed record CertificateSummary(double Radius, double HeadNorm, double Relative, double Distance, bool Vacuous);
