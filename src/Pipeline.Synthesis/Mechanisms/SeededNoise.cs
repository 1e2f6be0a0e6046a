using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Core.Privacy;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>
/// Repeatable bytes for tests: SHA-256 of seed and counter. Whoever knows the seed can subtract the noise, so evidence made
/// with it says <see cref="NoiseOrigin.Seeded"/> and every shipped policy refuses it.
/// </summary>
public sealed class SeededNoise(long seed) : INoiseSource
{
    private readonly byte[] block = new byte[SHA256.HashSizeInBytes];
    private long counter;
    private int used = SHA256.HashSizeInBytes;

    /// <inheritdoc/>
    public NoiseOrigin Origin => NoiseOrigin.Seeded;

    /// <inheritdoc/>
    public void Fill(Span<byte> bytes)
    {
        Span<byte> input = stackalloc byte[16];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (used == block.Length)
            {
                BinaryPrimitives.WriteInt64LittleEndian(input, seed);
                BinaryPrimitives.WriteInt64LittleEndian(input[8..], counter++);
                SHA256.HashData(input, block);
                used = 0;
            }
            bytes[i] = block[used++];
        }
    }
}
