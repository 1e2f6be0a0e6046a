using System.Security.Cryptography;
using System.Text;
using Pipeline.Core.Inputs;
using Pipeline.Data.Runs;

namespace Pipeline.Data.Keys;

/// <summary>
/// The secret of one installation: 32 random bytes in a file that only its owner can read. Keys for naming records, for
/// splitting and the like are derived from it, so that one file has to be guarded and backed up.
/// </summary>
public static class InstallationKey
{
    /// <summary>Bytes of the key and of everything derived from it.</summary>
    public const int Length = 32;

    /// <summary>
    /// Reads the key, or makes one from the operating system's generator on first use. The file appears whole or not at
    /// all; when two processes make one at once, both use the first.
    /// </summary>
    /// <exception cref="BadInputException">Others can read or write the file, it is no key, or it cannot be read or made.</exception>
    public static byte[] LoadOrCreate(string path) =>
        Durable.Guard(path, "a file in a folder that you may write to", () =>
        {
            if (!File.Exists(path)) SecretFile.Write(path, RandomNumberGenerator.GetBytes(Length), replaces: false);
            return Load(path);
        });

    /// <summary>A key of 32 bytes for one purpose: HKDF-SHA256 (RFC 5869), the purpose as info.</summary>
    public static byte[] Derive(ReadOnlySpan<byte> key, string purpose)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(purpose);
        if (key.Length < 16) throw new ArgumentException("A key of at least 16 bytes is needed.", nameof(key));
        var derived = new byte[Length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, [], Encoding.UTF8.GetBytes(purpose));
        return derived;
    }

    private static byte[] Load(string path)
    {
        var key = SecretFile.Read(path);
        return key.Length == Length ? key : throw new BadInputException(path, $"It holds {key.Length} bytes, so it is no installation key.", $"exactly {Length} bytes; restore it from a backup");
    }
}
