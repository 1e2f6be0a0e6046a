using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Core.Evidence;

/// <summary>
/// Names source records in reports by a keyed hash (law 7): the holder of the key can find the record again, nobody else
/// can, not even by trying every identifier.
/// </summary>
public sealed class RecordNames
{
    private readonly byte[] key;

    /// <summary>Uses a key of at least 16 bytes.</summary>
    public RecordNames(ReadOnlySpan<byte> key)
    {
        if (key.Length < 16) throw new ArgumentException("A key of at least 16 bytes is needed.", nameof(key));
        this.key = key.ToArray();
    }

    /// <summary>The name of a record: 16 hexadecimal digits of HMAC-SHA256.</summary>
    public string Of(string id) => Of(TagOf(id));

    /// <summary>The same name as a number, for those who keep many.</summary>
    public ulong TagOf(string id) => BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(id)));

    /// <summary>The name that a number stands for.</summary>
    public static string Of(ulong tag) => tag.ToString("x16");
}
