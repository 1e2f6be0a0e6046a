using Pipeline.Core.Privacy;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>Where a mechanism's random bits come from (law 8).</summary>
public interface INoiseSource
{
    /// <summary>What evidence will say of the noise.</summary>
    NoiseOrigin Origin { get; }

    /// <summary>Fills with uniform random bytes.</summary>
    void Fill(Span<byte> bytes);
}

/// <summary>Uniform integers from random bytes.</summary>
public static class NoiseSourceIntegers
{
    /// <summary>
    /// A uniform integer of 0 to bound - 1: random bits of the bound's length are drawn until they fall below it, so
    /// there is no bias at all.
    /// </summary>
    public static UInt128 Below(this INoiseSource noise, UInt128 bound)
    {
        if (bound == 0) throw new ArgumentOutOfRangeException(nameof(bound), "A positive bound is needed.");
        if (bound == 1) return 0;
        var bits = 128 - (int)UInt128.LeadingZeroCount(bound - 1);
        Span<byte> bytes = stackalloc byte[16];
        var used = bytes[..((bits + 7) / 8)];
        var mask = bits == 128 ? UInt128.MaxValue : (UInt128.One << bits) - 1;
        while (true)
        {
            noise.Fill(used);
            var drawn = System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(bytes) & mask;
            if (drawn < bound) return drawn;
        }
    }

    /// <summary>A fair coin.</summary>
    public static bool Coin(this INoiseSource noise) => noise.Below(2) == 1;
}
