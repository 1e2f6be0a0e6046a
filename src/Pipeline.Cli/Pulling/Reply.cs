using System.Net;
using System.Net.Http.Headers;
using Pipeline.Core;

namespace Pipeline.Cli.Pulling;

/// <summary>A server's answer whose body has not been read.</summary>
internal sealed class Reply(HttpResponseMessage response, TimeSpan patience, Digest? announced) : IDisposable
{
    private const int Piece = 1 << 17;

    /// <summary>What the server says.</summary>
    public HttpStatusCode Status => response.StatusCode;

    /// <summary>The digest a hub announced, if it did.</summary>
    public Digest? Announced => announced;

    /// <summary>The version of the file, if it is named so that equal tags mean equal bytes.</summary>
    public EntityTagHeaderValue? Tag => response.Headers.ETag is { IsWeak: false } tag ? tag : null;

    /// <summary>Bytes that this body has, if the server says.</summary>
    public long? Length => response.Content.Headers.ContentLength;

    /// <summary>Which bytes of the file these are, for a part of it.</summary>
    public ContentRangeHeaderValue? Range => response.Content.Headers.ContentRange;

    /// <summary>Whether the body is packed, though nobody asked for that.</summary>
    public bool IsPacked => response.Content.Headers.ContentEncoding.Any(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase));

    /// <summary>Hands the body over piece by piece.</summary>
    /// <exception cref="IOException">The connection broke, or nothing came for too long.</exception>
    public async Task Read(Action<ReadOnlySpan<byte>> take, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[Piece];
        while (true)
        {
            var count = await Waiting.For(patience, token => body.ReadAsync(buffer, token).AsTask(), cancellation);
            if (count == 0) return;
            take(buffer.AsSpan(0, count));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => response.Dispose();
}
