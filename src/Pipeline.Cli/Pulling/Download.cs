using System.Net;
using Pipeline.Cli.Models;
using Pipeline.Core;
using Pipeline.Core.Inputs;

namespace Pipeline.Cli.Pulling;

/// <summary>
/// Brings one file here: continues what an earlier attempt left, tries again when the connection breaks, and gives the file
/// its name only when its digest is right.
/// </summary>
/// <param name="transport">The way to the network.</param>
/// <param name="clock">Dates the origin.</param>
/// <param name="pause">How long to wait before the n-th attempt in a row that brought nothing new.</param>
internal sealed class Download(Transport transport, TimeProvider clock, Func<int, TimeSpan> pause)
{
    /// <summary>Attempts in a row that may bring nothing new.</summary>
    public const int Attempts = 4;

    /// <summary>What a file was compared with that came without a digest.</summary>
    public const string Unchecked = "nothing";

    /// <summary>1, 2 and 4 seconds.</summary>
    public static TimeSpan Doubling(int attempt) => TimeSpan.FromSeconds(1 << (attempt - 1));

    /// <summary>Brings the file.</summary>
    /// <returns>Null if the server has no such file.</returns>
    /// <exception cref="BadInputException">The server refuses, cannot be reached or sends something else; the disk refuses; the digest is wrong.</exception>
    public async Task<Pulled?> Fetch(Wanted wanted, string folder, IProgress<StageProgress> progress, CancellationToken cancellation)
    {
        var url = Addresses.Shown(wanted.Address);
        var target = Path.Combine(folder, wanted.Name);
        var taken = 0L;
        using var part = PartFile.Open(target, url, count => progress.Report(new StageProgress("digest", taken += count, 0, "bytes here already")), cancellation);
        Digest? announced = null;
        for (var idle = 0; ;)
        {
            var before = part.Length;
            try
            {
                using var reply = await transport.Get(wanted.Address, part.Length, part.Tag, cancellation);
                if (reply.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone) return null;
                announced ??= reply.Announced;
                await Take(reply, part, folder, url, progress, cancellation);
                return Keep(wanted, target, url, part, announced);
            }
            catch (Exception broken) when (Failures.MayPass(broken))
            {
                if (part.Length <= before && ++idle == Attempts) throw Failures.GaveUp(url, part.Length, broken);
                if (part.Length > before) idle = 1;
                await Task.Delay(pause(idle), clock, cancellation);
            }
        }
    }

    /// <summary>Reads an answer into the part, which is whole afterwards.</summary>
    private static async Task Take(Reply reply, PartFile part, string folder, string url, IProgress<StageProgress> progress, CancellationToken cancellation)
    {
        var total = reply.Range?.Length;
        switch (reply.Status)
        {
            case HttpStatusCode.OK:
                part.Restart(reply.Tag);
                total = reply.Length;
                break;
            case HttpStatusCode.PartialContent when part.Length > 0 && reply.Range is { Unit: "bytes" } range && range.From == part.Length:
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when part.Length > 0:
                // Everything had come, and the last attempt ended before the file got its name.
                if (total == part.Length) return;
                part.Discard();
                throw new IOException("The server has fewer bytes than are here.");
            case HttpStatusCode.PartialContent:
                part.Discard();
                throw new IOException("The server sent another part of the file than was asked for.");
            default:
                throw Failures.Of(reply.Status, url);
        }
        if (reply.IsPacked) throw new BadInputException(url, "The server packs the file, so that its bytes would not be those that are published.", "a server that sends files as they are");
        if (total is { } bytes) Disk.NeedsRoom(folder, bytes - part.Length);
        await reply.Read(piece =>
        {
            part.Append(piece);
            progress.Report(new StageProgress("download", part.Length, total ?? 0, "bytes"));
        }, cancellation);
        if (total is not null && total != part.Length) throw new IOException($"{part.Length} of {total} bytes came.");
    }

    private Pulled Keep(Wanted wanted, string target, string url, PartFile part, Digest? announced)
    {
        var digest = part.Finish();
        var expected = wanted.Expected ?? announced;
        if (expected is not null && digest != expected)
        {
            part.Discard();
            throw new BadInputException(url, $"The file that came has the digest {digest}. It was thrown away.", $"{expected}, {(wanted.Expected is null ? "which the hub announced" : "which was asked for")}");
        }
        var check = wanted.Expected is not null ? "given digest" : announced is not null ? "digest announced by the hub" : Unchecked;
        var origin = new Origin(Path.GetFileName(target), url, wanted.Revision, digest, part.Length, check, clock.GetUtcNow());
        part.Keep(() => Origins.Write(Path.GetDirectoryName(target)!, origin));
        return new Pulled(wanted.Name, target, origin, IsNew: true, part.Resumed);
    }
}

/// <summary>A file that is here now.</summary>
/// <param name="Name">What it is called below the folder that was filled.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="IsNew">False if it was here before, unchanged since it was pulled.</param>
/// <param name="Resumed">Bytes of it that an earlier command had brought.</param>
internal sealed record Pulled(string Name, string Path, Origin Origin, bool IsNew, long Resumed);
