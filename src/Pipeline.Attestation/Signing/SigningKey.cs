using NSec.Cryptography;
using Pipeline.Core;
using Pipeline.Core.Inputs;

namespace Pipeline.Attestation.Signing;

/// <summary>A private Ed25519 key (RFC 8032).</summary>
public sealed class SigningKey : IDisposable
{
    private readonly Key key;

    private SigningKey(Key key)
    {
        this.key = key;
        Public = new VerificationKey(key.PublicKey);
    }

    /// <summary>The half that everybody may know.</summary>
    public VerificationKey Public { get; }

    /// <summary>Makes a key from the operating system's generator.</summary>
    /// <param name="seed">Its 32 secret bytes, to be kept in a file that only its owner can read.</param>
    public static SigningKey New(out byte[] seed)
    {
        var made = Key.Create(SignatureAlgorithm.Ed25519, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextArchiving });
        seed = made.Export(KeyBlobFormat.RawPrivateKey);
        return new SigningKey(made);
    }

    /// <summary>The key of a seed.</summary>
    /// <exception cref="BadInputException">It is no seed.</exception>
    public static SigningKey Of(ReadOnlySpan<byte> seed, string where) =>
        Key.TryImport(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey, out var read)
            ? new SigningKey(read!)
            : throw new BadInputException(where, "This is no private key.", "the 32 bytes as Pipeline wrote them; restore the file from a backup, or make a new key: pipeline keys rotate");

    /// <summary>Signs bytes: 64 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> bytes) => SignatureAlgorithm.Ed25519.Sign(key, bytes);

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}

/// <summary>A public Ed25519 key.</summary>
public sealed class VerificationKey
{
    private const string Prefix = "ed25519:";

    private readonly PublicKey key;

    internal VerificationKey(PublicKey key)
    {
        this.key = key;
        var raw = key.Export(KeyBlobFormat.RawPublicKey);
        Id = Digest.Of(raw).Hex;
        Text = Prefix + Convert.ToBase64String(raw);
    }

    /// <summary>Names the key: SHA-256 of its 32 bytes, in hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>The key itself: <c>ed25519:</c> and its 32 bytes in base64.</summary>
    public string Text { get; }

    /// <summary>Reads <see cref="Text"/>.</summary>
    /// <exception cref="BadInputException">It is no public key.</exception>
    public static VerificationKey Parse(string text, string where)
    {
        var raw = new byte[33];
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Prefix.Length..], raw, out var length) && length == 32
            && PublicKey.TryImport(SignatureAlgorithm.Ed25519, raw.AsSpan(0, 32), KeyBlobFormat.RawPublicKey, out var read) && read is not null
            ? new VerificationKey(read)
            : throw new BadInputException(where, "This is no public key.", "a line such as ed25519:w2B...=, which 'pipeline keys list' shows");
    }

    /// <summary>Whether a signature is of these bytes and by this key.</summary>
    public bool Signed(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature) => signature.Length == 64 && SignatureAlgorithm.Ed25519.Verify(key, bytes, signature);
}
