using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Pipeline.Tests.Cli.Pulling;

/// <summary>
/// An HTTP server of this machine that serves files with entity tags and ranges, and that misbehaves on request: it cuts
/// connections in the middle of a file, redirects, announces digests. Written on sockets, since no well-behaved server drops a line.
/// </summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly X509Certificate2? certificate;
    private readonly Task serving;

    public FileServer(X509Certificate2? certificate = null)
    {
        this.certificate = certificate;
        listener.Start();
        serving = Serve();
    }

    /// <summary>Base address, without a slash at its end.</summary>
    public string Host => $"{(certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public ConcurrentDictionary<string, Served> Files { get; } = new();

    /// <summary>Every request, in order: its path and its headers.</summary>
    public ConcurrentQueue<Asked> Requests { get; } = new();

    public Uri Address(string path) => new(Host + path);

    public void Dispose()
    {
        closing.Cancel();
        listener.Stop();
        serving.Wait();
        closing.Dispose();
        listener.Dispose();
    }

    private async Task Serve()
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(closing.Token);
                await Answer(client);
            }
            // A client that hangs up, or the end of the test, ends one connection and nothing else.
            catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException)
            {
            }
        }
    }

    private async Task Answer(TcpClient client)
    {
        Stream stream = client.GetStream();
        if (certificate is not null)
        {
            var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync(certificate);
            stream = secure;
        }
        await using var _ = stream;
        var lines = await Head(stream);
        var path = lines[0].Split(' ')[1];
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        Requests.Enqueue(new Asked(path, headers));
        if (!Files.TryGetValue(path.Split('?')[0], out var file)) await Write(stream, "404 Not Found", "Content-Length: 0", []);
        else await Send(stream, file, headers);
        await stream.FlushAsync(closing.Token);
        client.Client.Shutdown(SocketShutdown.Send);
    }

    private async Task Send(Stream stream, Served file, Dictionary<string, string> headers)
    {
        var extra = new StringBuilder(file.Headers.Length == 0 ? "" : file.Headers + "\r\n");
        if (file.Tag is not null) extra.Append("ETag: ").Append(file.Tag).Append("\r\n");
        if (file.Status is { } status)
        {
            await Write(stream, status, extra + "Content-Length: 0", []);
            return;
        }
        var from = Start(file, headers);
        if (from >= file.Bytes.Length && from > 0)
        {
            await Write(stream, "416 Range Not Satisfiable", $"{extra}Content-Range: bytes */{file.Bytes.Length}\r\nContent-Length: 0", []);
            return;
        }
        var rest = file.Bytes[from..];
        if (from > 0) extra.Append($"Content-Range: bytes {from}-{file.Bytes.Length - 1}/{file.Bytes.Length}\r\n");
        var sent = file.Drops.TryDequeue(out var drop) ? rest[..Math.Min(drop, rest.Length)] : rest;
        await Write(stream, from > 0 ? "206 Partial Content" : "200 OK", $"{extra}Content-Length: {file.Announced ?? rest.Length}", sent);
    }

    /// <summary>The first byte wanted, if the client has the version that is served (RFC 9110, 13.1.5).</summary>
    private static int Start(Served file, Dictionary<string, string> headers)
    {
        if (!headers.TryGetValue("Range", out var range)) return 0;
        if (headers.TryGetValue("If-Range", out var version) && version != file.Tag) return 0;
        return int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
    }

    private async Task Write(Stream stream, string status, string headers, byte[] body)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}\r\nConnection: close\r\n\r\n"), closing.Token);
        await stream.WriteAsync(body, closing.Token);
    }

    private async Task<List<string>> Head(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, closing.Token) == 0) throw new IOException("The client hung up.");
            head.Append((char)one[0]);
        }
        return [.. head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];
    }
}

/// <summary>A file as the server has it.</summary>
/// <param name="Bytes">Its content.</param>
/// <param name="Tag">Its entity tag, quoted.</param>
/// <param name="Status">Answer with this status instead of the file.</param>
/// <param name="Headers">More headers.</param>
/// <param name="Announced">Claim this length.</param>
internal sealed record Served(byte[] Bytes, string? Tag = null, string? Status = null, string Headers = "", long? Announced = null)
{
    /// <summary>For each answer in turn, how many bytes to send before the connection is cut.</summary>
    public ConcurrentQueue<int> Drops { get; } = new();
}

internal sealed record Asked(string Path, Dictionary<string, string> Headers);
