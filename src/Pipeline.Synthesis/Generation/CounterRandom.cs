namespace Pipeline.Synthesis.Generation;

/// <summary>
/// Random numbers that are a function of where they are used, not of what was drawn before, so that a text does not depend
/// on those written beside it. The mixing function is SplitMix64's (Steele, Lea and Flood 2014). Not for privacy.
/// </summary>
internal static class CounterRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>Uniform on [0, 1), a multiple of 2^-53.</summary>
    public static double Uniform(ulong seed, int prompt, int sample, int step)
    {
        var state = Mix(seed + Golden);
        state = Mix(state ^ ((ulong)(uint)prompt << 32 | (uint)sample));
        state = Mix(state + Golden * (ulong)(step + 1));
        return (state >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
