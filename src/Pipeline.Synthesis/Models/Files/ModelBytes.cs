using Pipeline.Core.Inputs;

namespace Pipeline.Synthesis.Models.Files;

/// <summary>Opens model files and reads them piece by piece.</summary>
internal static class ModelBytes
{
    /// <summary>Bytes read at once.</summary>
    public const int Piece = 1 << 20;

    /// <summary>Opens a file for reading; suggests a neighbour of the same ending if it is missing.</summary>
    public static FileStream Open(string path, string kind)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadInputException(new Problem(path, "The model file cannot be opened.", kind, Neighbour(path)), cause);
        }
    }

    /// <summary>Fills the room from a place in the file.</summary>
    public static void Fill(FileStream stream, Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(stream.SafeFileHandle, bytes, offset);
            if (read == 0) throw new BadInputException($"{Path.GetFileName(stream.Name)}, byte {offset}", "The file became shorter while it was read.");
            bytes = bytes[read..];
            offset += read;
        }
    }

    private static string? Neighbour(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path.Length == 0 ? "." : path));
        var ending = Path.GetExtension(path) is { Length: > 1 } known ? known : ".gguf";
        return Directory.Exists(folder)
            ? NearestName.Of(Path.GetFileName(path), Directory.EnumerateFiles(folder, "*" + ending).Select(file => Path.GetFileName(file)))
            : null;
    }
}
