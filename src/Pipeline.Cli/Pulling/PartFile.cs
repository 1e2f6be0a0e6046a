using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.Cli.Models;
using Pipeline.Core;
using Pipeline.Core.Inputs;

namespace Pipeline.Cli.Pulling;

/// <summary>
/// A file that is arriving: <c>NAME.part</c>, with <c>NAME.part.json</c> beside it that says which version of which address
/// it is the beginning of. It is digested as it grows and gets its name only when it is whole and right.
/// </summary>
internal sealed class PartFile : IDisposable
{
    private readonly string target;
    private readonly string path;
    private readonly string url;
    private readonly FileStream stream;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool isClosed;

    private PartFile(string target, string url)
    {
        (this.target, this.url, path) = (target, url, target + FileNames.Part);
        // No buffer: what is counted as arrived has left the process, so a killed one loses nothing.
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0);
    }

    /// <summary>Bytes here.</summary>
    public long Length { get; private set; }

    /// <summary>How many of them an earlier command had brought.</summary>
    public long Resumed { get; private set; }

    /// <summary>The version they belong to; null when it is unknown, so that nothing can be added to them.</summary>
    public EntityTagHeaderValue? Tag { get; private set; }

    private string Note => path + ".json";

    /// <summary>Bytes in the file, which are more than <see cref="Length"/> while a leftover is still being digested.</summary>
    private long OnDisk => RandomAccess.GetLength(stream.SafeFileHandle);

    /// <summary>Opens what an earlier attempt at the same address left, or begins anew.</summary>
    /// <param name="target">The file's path when it is whole.</param>
    /// <param name="url">The address, as shown.</param>
    /// <param name="read">Told how many bytes of the leftover have been digested.</param>
    /// <param name="cancellation">Stops the digesting.</param>
    /// <exception cref="BadInputException">The file cannot be opened, or another process is at it.</exception>
    public static PartFile Open(string target, string url, Action<int> read, CancellationToken cancellation)
    {
        PartFile part;
        try
        {
            part = new PartFile(target, url);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(new Problem(target + FileNames.Part, "The file cannot be written here; perhaps another process is pulling it.", "a folder this user may write to"), refused);
        }
        try
        {
            part.TakeUp(read, cancellation);
            return part;
        }
        catch
        {
            part.Dispose();
            throw;
        }
    }

    /// <summary>Forgets what is here and notes the version that comes now.</summary>
    public void Restart(EntityTagHeaderValue? tag)
    {
        Forget();
        Tag = tag;
        if (tag is not null) Guarded(() => File.WriteAllText(Note, JsonSerializer.Serialize(new Noted(url, tag.Tag))));
    }

    /// <summary>Adds bytes at the end.</summary>
    /// <exception cref="BadInputException">The disk is full, or refuses.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(stream.SafeFileHandle, bytes, Length);
        }
        catch (IOException refused)
        {
            throw Disk.Refused(path, refused);
        }
        hash.AppendData(bytes);
        Length += bytes.Length;
    }

    /// <summary>The digest of all that has come; nothing can be added after it.</summary>
    public Digest Finish() => Hashing.Finish(hash);

    /// <summary>Gives the file its name. Its origin is written first: a file without one would be nobody's.</summary>
    /// <exception cref="BadInputException">The disk refuses, or a file of that name has come into being.</exception>
    public void Keep(Action record) => Guarded(() =>
    {
        stream.Flush(flushToDisk: true);
        // Windows renames no open file.
        stream.Dispose();
        isClosed = true;
        record();
        File.Move(path, target, overwrite: false);
        File.Delete(Note);
    });

    /// <summary>Keeps nothing.</summary>
    public void Discard()
    {
        Forget();
        Tag = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        hash.Dispose();
        if (isClosed) return;
        var isEmpty = OnDisk == 0;
        stream.Dispose();
        if (!isEmpty) return;
        // An empty beginning is of no use to anyone.
        File.Delete(path);
        File.Delete(Note);
    }

    private void TakeUp(Action<int> read, CancellationToken cancellation)
    {
        if (OnDisk > 0) Tag = Noticed();
        if (Tag is null)
        {
            Forget();
            return;
        }
        Hashing.Add(hash, stream, read, cancellation);
        Length = Resumed = stream.Position;
    }

    private EntityTagHeaderValue? Noticed()
    {
        try
        {
            return File.Exists(Note) && JsonSerializer.Deserialize<Noted>(File.ReadAllText(Note)) is { Tag: { } tag } noted && noted.Url == url
                && EntityTagHeaderValue.TryParse(tag, out var parsed) ? parsed : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Forget()
    {
        if (OnDisk > 0) Guarded(() => stream.SetLength(0));
        Guarded(() => File.Delete(Note));
        if (Length > 0) _ = hash.GetHashAndReset();
        (Length, Resumed, Tag) = (0, 0, null);
    }

    private void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Disk.Refused(path, refused);
        }
    }

    private sealed record Noted(string Url, string Tag);
}
