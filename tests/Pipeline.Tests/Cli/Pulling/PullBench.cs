using System.Net.Security;
using System.Security.Cryptography;
using Pipeline.Cli.Display;
using Pipeline.Cli.Pulling;

namespace Pipeline.Tests.Cli.Pulling;

/// <summary>A server, an empty folder, and the pull between them, without waiting between attempts.</summary>
internal sealed class PullBench : IDisposable
{
    private readonly TemporaryFolderOf folder = new();

    public FileServer Server { get; } = new();

    public string Folder => Path.Combine(folder.Root, "models");

    /// <summary>Bytes that repeat nowhere, so that a piece in the wrong place is seen.</summary>
    public static byte[] Content(int length, int seed = 1)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = (byte)((i * 31 + i / 251 + seed) & 255);
        return bytes;
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public string PathOf(string name) => Path.Combine(Folder, name);

    public PullPlan Plan(string source, string? sha256 = null, string[]? files = null, string? revision = null) =>
        PullPlan.Of(source, Folder, sha256, files ?? [], revision, source.Contains("://", StringComparison.Ordinal) ? null : Server.Host);

    public static IReadOnlyList<Pulled> Pull(PullPlan plan, RemoteCertificateValidationCallback? trust = null, TimeSpan? patience = null, bool cancelled = false)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        if (cancelled) stop.Cancel();
        using var transport = new Transport(plan.First, patience ?? TimeSpan.FromSeconds(30), trust);
        return new Pull(plan, new Download(transport, TimeProvider.System, _ => TimeSpan.Zero), new LineDisplay(TextWriter.Null), stop.Token).Run();
    }

    /// <summary>Names of all files in the folder, in order; nothing when it is not there.</summary>
    public IEnumerable<string> Names() => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal)
        : [];

    public void Dispose()
    {
        Server.Dispose();
        folder.Dispose();
    }

    private sealed class TemporaryFolderOf : IDisposable
    {
        public string Root { get; } = Directory.CreateTempSubdirectory("pipeline-pull-").FullName;

        public void Dispose() => Directory.Delete(Root, recursive: true);
    }
}
