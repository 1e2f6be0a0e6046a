namespace Pipeline.Synthesis.Attacks;

/// <summary>How often an attack repeats the mechanism; decided by the plan alone, before anything is seen.</summary>
/// <param name="Listening">Repetitions from which the attacker learns how large the noise is on every coordinate.</param>
/// <param name="Aiming">Repetitions from which it learns its threshold.</param>
/// <param name="Judged">Repetitions that count: the attacker is fixed and does not know the coin.</param>
internal sealed record AttackSize(int Listening, int Aiming, int Judged)
{
    /// <summary>
    /// With 800 judged and k mu near 2, half of the noise that is claimed goes unnoticed at the gate's confidence with a probability
    /// below 1e-14; with 500 it is below 2e-5 (binomial sums over both rates).
    /// </summary>
    public static AttackSize Usual { get; } = new(100, 100, 800);

    /// <summary>Most work that one attack may be: elementary steps, some nanoseconds each.</summary>
    private const double MostSteps = 1.2e10;

    /// <summary>All repetitions.</summary>
    public int Repetitions => Listening + Aiming + Judged;

    /// <summary>The usual size, or a smaller one where a repetition takes long: never fewer than 200 judged, which nearly always see a quarter of the noise.</summary>
    /// <param name="steps">Elementary steps of one repetition.</param>
    public static AttackSize For(double steps)
    {
        var share = Math.Min(1, MostSteps / (steps * Usual.Repetitions));
        return new AttackSize(Math.Max(50, (int)(share * Usual.Listening)), Math.Max(50, (int)(share * Usual.Aiming)), Math.Max(200, (int)(share * Usual.Judged)));
    }
}
