namespace Pipeline.Reports;

/// <summary>What was done to the texts, or to embeddings in their place, after they were proposed. Computed from public values alone.</summary>
/// <param name="Classes">One row a label, in the task's order.</param>
public sealed record RefinementSummary(IReadOnlyList<ClassRefinement> Classes)
{
    /// <summary>True when every label stopped by itself and was verified; null for methods that promise no such end.</summary>
    public bool? Verified => Classes.Any(label => label.Check is null) ? null : Classes.All(label => label.Check!.Verified);
}

/// <summary>Refinement of one label; residuals are |mean - target|^2 / |target|^2.</summary>
public sealed record ClassRefinement
{
    /// <summary>The label.</summary>
    public required string Label { get; init; }

    /// <summary>Texts, or embeddings in their place.</summary>
    public required int Texts { get; init; }

    /// <summary>Residual before.</summary>
    public required double ResidualBefore { get; init; }

    /// <summary>Residual of what came out.</summary>
    public required double ResidualAfter { get; init; }

    /// <summary>Perplexity before, under the model itself.</summary>
    public required double PerplexityBefore { get; init; }

    /// <summary>Perplexity of what came out; not a number where that is no text.</summary>
    public required double PerplexityAfter { get; init; }

    /// <summary>Step by step.</summary>
    public required IReadOnlyList<RefinementRound> Rounds { get; init; }

    /// <summary>The check of the final texts, for methods that have one.</summary>
    public StopCheck? Check { get; init; }
}

/// <summary>One round over all texts of a label.</summary>
/// <param name="Residual">The matching loss at its end.</param>
/// <param name="Merit">Matching loss and unlikelihood together, which never rises; null for methods without it.</param>
/// <param name="Accepted">Substitutions accepted; null for methods without them.</param>
/// <param name="Primal">How far embeddings and tokens are apart.</param>
/// <param name="Dual">How much the tokens moved, times rho.</param>
public sealed record RefinementRound(double Residual, double? Merit, int? Accepted, double Primal, double Dual);

/// <summary>
/// Computed from the final texts alone: no candidate substitution improves <c>texts * merit</c> by more than tau.
/// </summary>
/// <param name="Stopped">True when the last round accepted nothing, false when the number of rounds ended it.</param>
/// <param name="Tau">The improvement that counts.</param>
/// <param name="Checked">Candidate substitutions rated exactly.</param>
/// <param name="Improving">Those that would still improve it.</param>
/// <param name="GreatestGain">The greatest improvement left; not positive where there is none.</param>
/// <param name="Unrefined">Texts left as they were because they cannot be placed in the prompt token by token.</param>
public sealed record StopCheck(bool Stopped, double Tau, int Checked, int Improving, double GreatestGain, int Unrefined)
{
    /// <summary>True when no candidate substitution is left that improves the merit by more than tau.</summary>
    public bool Verified => Improving == 0;
}
