using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Core;

/// <summary>The SHA-256 of some bytes: how evidence, policies and files name each other.</summary>
public sealed record Digest
{
    private const string Prefix = "sha256:";

    private Digest(string hex) => Hex = hex;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Hex { get; }

    /// <summary>Digests bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>Digests the UTF-8 form of a text.</summary>
    public static Digest Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Digests a stream from its present position to its end.</summary>
    public static Digest Of(Stream stream) => new(Convert.ToHexStringLower(SHA256.HashData(stream)));

    /// <summary>Digests a file.</summary>
    public static Digest OfFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Of(stream);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not <c>sha256:</c> and 64 hexadecimal digits.</exception>
    public static Digest Parse(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && text.Length == Prefix.Length + 64
            && text.AsSpan(Prefix.Length).IndexOfAnyExcept("0123456789abcdef") < 0
            ? new Digest(text[Prefix.Length..])
            : throw new FormatException("Expected sha256: and 64 lower-case hexadecimal digits.");

    /// <summary>The first twelve digits, for people.</summary>
    public string Short => Hex[..12];

    /// <inheritdoc/>
    public override string ToString() => Prefix + Hex;
}
