using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pipeline.Audits.Overlap;

/// <summary>A set of hashes that may say yes wrongly and never no (Bloom 1970; blocked as by Putze et al. 2007: one memory access).</summary>
internal sealed class BloomFilter(int entries)
{
    private const int BitsForEntry = 16;

    private readonly ulong[] blocks = new ulong[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, (long)entries * BitsForEntry / 64))];

    public long Bytes => 8L * blocks.Length;

    public void Add(ulong hash) => blocks[(int)(hash >> 32) & (blocks.Length - 1)] |= BitsOf(hash);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayHold(ulong hash)
    {
        var bits = BitsOf(hash);
        return (blocks[(int)(hash >> 32) & (blocks.Length - 1)] & bits) == bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong BitsOf(ulong hash) => (1UL << (int)hash) | (1UL << (int)(hash >> 6)) | (1UL << (int)(hash >> 12));
}
