using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using Pipeline.Core;
using Pipeline.Core.Inputs;

namespace Pipeline.Cli.Pulling;

/// <summary>
/// The program's one way to the network. It asks for files and sends nothing: no cookies, no credentials, no trace headers,
/// no compression (so that the bytes are the file's). Redirects are followed by hand, since each must be judged.
/// </summary>
internal sealed class Transport : IDisposable
{
    private const int MostRedirects = 10;
    private const int HexDigits = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient client;
    private readonly TimeSpan patience;

    /// <param name="first">The first address; a machine's own addresses are never asked through a proxy.</param>
    /// <param name="patience">How long to wait for an answer or for the next bytes.</param>
    /// <param name="trust">Judges a server's certificate; null leaves it to the operating system. For tests.</param>
    public Transport(Uri first, TimeSpan patience, RemoteCertificateValidationCallback? trust = null)
    {
        this.patience = patience;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !first.IsLoopback,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = patience,
            ActivityHeadersPropagator = null,
        };
        if (trust is not null) handler.SslOptions.RemoteCertificateValidationCallback = trust;
        client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("pipeline-model-pull", "1"));
        client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    /// <summary>The way to a server and to wherever it redirects.</summary>
    public static Transport To(Uri first) => new(first, Patience);

    /// <summary>Asks for a file, or for its rest.</summary>
    /// <param name="address">Where it lies.</param>
    /// <param name="from">The first byte that is wanted.</param>
    /// <param name="tag">The strong entity tag of what is here already; the rest comes only if the file is still that one (RFC 9110, 13.1.5).</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="BadInputException">The redirects lead nowhere or to where they must not.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task<Reply> Get(Uri address, long from, EntityTagHeaderValue? tag, CancellationToken cancellation)
    {
        Digest? announced = null;
        var at = address;
        for (var hop = 0; hop <= MostRedirects; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            if (from > 0 && tag is not null)
            {
                request.Headers.Range = new RangeHeaderValue(from, null);
                request.Headers.IfRange = new RangeConditionHeaderValue(tag);
            }
            var response = await Waiting.For(patience, token => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), cancellation);
            announced ??= Announced(response);
            if (!IsRedirect(response.StatusCode)) return new Reply(response, patience, announced);
            using (response) at = Addresses.Next(at, response.Headers.Location);
        }
        throw new BadInputException(Addresses.Shown(address), $"The server redirects more than {MostRedirects} times.");
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>Hubs name the SHA-256 of a large file in this header of their own answer, before they redirect to where it is stored.</summary>
    private static Digest? Announced(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("X-Linked-ETag", out var values)) return null;
        var hex = string.Concat(values).Trim('"').ToLowerInvariant();
        return hex.Length == HexDigits && hex.All(char.IsAsciiHexDigitLower) ? Digest.Parse("sha256:" + hex) : null;
    }
}
