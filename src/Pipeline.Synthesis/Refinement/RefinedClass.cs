namespace Pipeline.Synthesis.Refinement;

/// <summary>The state of one class after a sweep.</summary>
/// <param name="Merit">Residual + alpha * surprise; never greater than after the sweep before.</param>
/// <param name="Residual">|mean phi - t|^2 / |t|^2.</param>
/// <param name="Surprise">Mean over texts of their mean negative log-likelihood, in nats; perplexity is its exponential.</param>
/// <param name="Accepted">Substitutions accepted in the sweep.</param>
/// <param name="Rated">Substitutions rated exactly in the sweep.</param>
/// <param name="Primal">|x - z| over all texts: embeddings against tokens.</param>
/// <param name="Dual">rho |z - z before| over all texts: how much the tokens moved. 0 once it stops.</param>
public sealed record Sweep(double Merit, double Residual, double Surprise, int Accepted, int Rated, double Primal, double Dual);

/// <summary>
/// What the check of the final texts found, computed from them alone: whether a candidate substitution is left that improves
/// the merit by more than tau.
/// </summary>
/// <param name="Tau">Least change of n times the class's merit that counts.</param>
/// <param name="Checked">Candidate substitutions rated exactly.</param>
/// <param name="Improving">Those that improve it by more than tau.</param>
/// <param name="GreatestGain">The greatest improvement any would bring; not positive where none would improve.</param>
public sealed record Stationarity(double Tau, int Checked, int Improving, double GreatestGain)
{
    /// <summary>True when no candidate substitution improves the merit by more than tau.</summary>
    public bool Verified => Improving == 0;
}

/// <summary>The texts of one class after refinement.</summary>
/// <param name="Texts">As many as before, in the same order.</param>
/// <param name="Before">The state before the first sweep; its counts are zero.</param>
/// <param name="Sweeps">The state after each sweep.</param>
/// <param name="Unrefined">Texts left as they were because they do not fit the prompt token by token.</param>
/// <param name="Stopped">True when the last sweep accepted nothing: it stopped by itself.</param>
/// <param name="Check">What the check of the final texts found.</param>
public sealed record RefinedClass(IReadOnlyList<string> Texts, Sweep Before, IReadOnlyList<Sweep> Sweeps, int Unrefined, bool Stopped, Stationarity Check)
{
    /// <summary>Substitutions accepted in all.</summary>
    public int Accepted => Sweeps.Sum(sweep => sweep.Accepted);

    /// <summary>The state at the end.</summary>
    public Sweep After => Sweeps.Count > 0 ? Sweeps[^1] : Before;
}
