using System.Security.Cryptography;
using Pipeline.Core.Privacy;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>The operating system's cryptographic generator, read in blocks. Used bytes are erased: nothing can replay the noise.</summary>
public sealed class OperatingSystemNoise : INoiseSource
{
    private readonly byte[] block = new byte[4096];
    private readonly Lock gate = new();
    private int used = 4096;

    /// <inheritdoc/>
    public NoiseOrigin Origin => NoiseOrigin.OperatingSystem;

    /// <inheritdoc/>
    public void Fill(Span<byte> bytes)
    {
        lock (gate)
        {
            while (!bytes.IsEmpty)
            {
                if (used == block.Length)
                {
                    RandomNumberGenerator.Fill(block);
                    used = 0;
                }
                var taken = block.AsSpan(used, Math.Min(bytes.Length, block.Length - used));
                taken.CopyTo(bytes);
                taken.Clear();
                used += taken.Length;
                bytes = bytes[taken.Length..];
            }
        }
    }
}
