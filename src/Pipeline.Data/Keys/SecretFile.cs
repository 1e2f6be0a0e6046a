using Pipeline.Core.Inputs;
using Pipeline.Data.Runs;

namespace Pipeline.Data.Keys;

/// <summary>Small files that only their owner can read, and that are there whole or not at all.</summary>
internal static class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads a file, unless others can use it.</summary>
    /// <exception cref="BadInputException">Others than its owner can read or write it.</exception>
    public static byte[] Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != UnixFileMode.None)
            throw new BadInputException(path, "Others than its owner may use this key file, so it can no longer be trusted to be secret.", $"mode 0600; type: chmod 600 '{path}'");
        return File.ReadAllBytes(path);
    }

    /// <summary>Writes a file beside its place, brings it to the disk, and renames it.</summary>
    /// <param name="path">Its place.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="replaces">Whether it may take the place of another; when it may not and there is one, nothing changes.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, bool replaces)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        MakeFolder(folder);
        var draft = Path.Combine(folder, $".{Path.GetFileName(path)}-{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        try
        {
            using (var stream = new FileStream(draft, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            Publish(draft, path, replaces);
            Durable.FlushFolder(folder);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Never overwrites unless it may: the process that comes second uses the first one's file.</summary>
    private static void Publish(string draft, string path, bool replaces)
    {
        try
        {
            File.Move(draft, path, replaces);
        }
        catch (IOException) when (!replaces && File.Exists(path))
        {
        }
    }
}
