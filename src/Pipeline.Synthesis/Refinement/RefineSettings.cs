namespace Pipeline.Synthesis.Refinement;

/// <summary>How texts are refined (docs/synthesis.md, section 5).</summary>
public sealed record RefineSettings
{
    /// <summary>Weight of the mean negative log-likelihood beside the residual.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>
    /// Strength of the coupling between a position's embedding and a token's. It only ranks candidates: the greater, the
    /// nearer the substitutes that are tried. Squared distances between embeddings are around 10 to 20 here.
    /// </summary>
    public double Rho { get; init; } = .02;

    /// <summary>Tokens the model finds likeliest at each position, among which substitutes are looked for.</summary>
    public int Likeliest { get; init; } = 60;

    /// <summary>Substitutions of a text that are rated exactly, the best of the ranking.</summary>
    public int Rated { get; init; } = 16;

    /// <summary>
    /// Tau: a substitution that lowers n times the class's merit by no more than this counts as none; n is the number of the
    /// class's texts, so that it is a change of one text's share whatever their number. Rounding is a hundred times smaller.
    /// </summary>
    public double Tau { get; init; } = 1e-3;

    /// <summary>Visits to every text at most; fewer where it stops by itself.</summary>
    public int MostSweeps { get; init; } = 3;
}
