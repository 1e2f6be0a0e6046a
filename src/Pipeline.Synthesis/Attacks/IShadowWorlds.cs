namespace Pipeline.Synthesis.Attacks;

/// <summary>
/// Two neighbouring made-up data sets, one with a group of canaries and one without, and a mechanism that runs on either. The
/// attacker knows all of it but which of the two it was.
/// </summary>
internal interface IShadowWorlds
{
    /// <summary>Numbers of the release that canaries move.</summary>
    int Coordinates { get; }

    /// <summary>k: canaries that are in or out together.</summary>
    int Group { get; }

    /// <summary>Runs the mechanism once in one of the worlds.</summary>
    /// <param name="repetition">Which repetition, for noise that repeats in tests.</param>
    /// <param name="with">With the canaries, or without.</param>
    /// <param name="cancellation">Stops the run.</param>
    Observation Observe(int repetition, bool with, CancellationToken cancellation);
}

/// <summary>What the attacker computes from one release.</summary>
/// <param name="Residual">The released numbers less the middle of what both worlds would give without noise.</param>
/// <param name="Signal">What the world with canaries would give more than the other, without noise.</param>
internal sealed record Observation(double[] Residual, double[] Signal);
