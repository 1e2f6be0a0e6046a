using System.Security.Cryptography;
using Pipeline.Core;
using Pipeline.Core.Inputs;

namespace Pipeline.Cli.Models;

/// <summary>Digests files of any size piece by piece, so that a display can show how far it is and a person can stop it.</summary>
internal static class Hashing
{
    /// <summary>Bytes read at once.</summary>
    public const int Piece = 1 << 20;

    /// <summary>The SHA-256 of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Told after every piece how many bytes it had.</param>
    /// <param name="cancellation">Stops between two pieces.</param>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    public static Digest OfFile(string path, Action<int>? read, CancellationToken cancellation)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Add(hash, stream, read, cancellation);
            return Finish(hash);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(new Problem(path, "The file cannot be read."), refused);
        }
    }

    /// <summary>Adds a stream from its present position to its end.</summary>
    public static void Add(IncrementalHash hash, Stream stream, Action<int>? read, CancellationToken cancellation)
    {
        var buffer = new byte[(int)Math.Min(Piece, Math.Max(1, stream.Length))];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, count);
            read?.Invoke(count);
        }
    }

    /// <summary>The digest of everything added, after which the hash starts anew.</summary>
    public static Digest Finish(IncrementalHash hash) => Digest.Parse("sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset()));
}
