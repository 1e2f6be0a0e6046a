using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Data.Sources;

/// <summary>
/// Decides by a keyed hash which units are kept aside: the same on every run and machine, whatever the order of the rows,
/// and all records of a unit on one side.
/// </summary>
public sealed class HoldoutSplit
{
    private readonly byte[] key;
    private readonly double share;

    /// <summary>Splits with a key of at least 16 bytes; each unit is kept aside with probability <paramref name="share"/>.</summary>
    /// <exception cref="ArgumentException">The key is too short, or the share is not from 0 to below 1.</exception>
    public HoldoutSplit(ReadOnlySpan<byte> key, double share)
    {
        if (key.Length < 16) throw new ArgumentException("A key of at least 16 bytes is needed.", nameof(key));
        if (share is not (>= 0 and < 1)) throw new ArgumentException("The holdout is a share from 0 to below 1.", nameof(share));
        this.key = key.ToArray();
        this.share = share;
    }

    /// <summary>Whether a unit is kept aside: the first 53 bits of HMAC-SHA256, as a fraction of 1, lie below the share.</summary>
    public bool KeepsAside(string unit)
    {
        var hash = BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(unit)));
        return (hash >> 11) * (1.0 / (1UL << 53)) < share;
    }
}
