using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Core;

/// <summary>
/// Digests a sequence of fields so that no two different sequences share the bytes that are hashed:
/// every field is preceded by its length.
/// </summary>
public sealed class Digester : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds a text.</summary>
    public Digester Add(string field) => Add(Encoding.UTF8.GetBytes(field));

    /// <summary>Adds bytes.</summary>
    public Digester Add(ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, field.Length);
        hash.AppendData(length);
        hash.AppendData(field);
        return this;
    }

    /// <summary>The digest of every field so far, after which the digester starts anew.</summary>
    public Digest Finish() => Digest.Parse("sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset()));

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();
}
