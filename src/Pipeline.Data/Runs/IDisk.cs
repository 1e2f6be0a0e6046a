namespace Pipeline.Data.Runs;

/// <summary>
/// Everything that a run changes on the disk goes through here, one call a change, so that tests can fail, tear or cut off
/// each of them. Reading does not.
/// </summary>
public interface IDisk
{
    /// <summary>Makes a folder, and those above it.</summary>
    void MakeFolder(string path);

    /// <summary>Makes a folder that its owner alone can read.</summary>
    void MakeHidden(string path);

    /// <summary>Gives a folder the permissions of another.</summary>
    void ShowLike(string path, string other);

    /// <summary>Makes a new file and opens it for writing; throws when there is one.</summary>
    Stream Create(string path);

    /// <summary>Makes a new file and holds it under an exclusive lock, which the operating system drops when the process dies.</summary>
    IDisposable CreateLocked(string path);

    /// <summary>Brings a file's bytes to the disk.</summary>
    void FlushFile(string path);

    /// <summary>Brings a folder's names to the disk.</summary>
    void FlushFolder(string path);

    /// <summary>Renames a folder; throws when the new name is taken.</summary>
    void MoveFolder(string from, string to);

    /// <summary>Deletes a file if it is there.</summary>
    void DeleteFile(string path);

    /// <summary>Deletes a folder with all that is in it.</summary>
    void DeleteFolder(string path);
}

/// <summary>The disk itself.</summary>
public sealed class Disk : IDisk
{
    private Disk()
    {
    }

    /// <summary>The one there is.</summary>
    public static Disk Real { get; } = new();

    /// <inheritdoc/>
    public void MakeFolder(string path) => Directory.CreateDirectory(path);

    /// <inheritdoc/>
    public void MakeHidden(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <inheritdoc/>
    public void ShowLike(string path, string other)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(other));
    }

    /// <inheritdoc/>
    public Stream Create(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);

    /// <inheritdoc/>
    public IDisposable CreateLocked(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);

    /// <inheritdoc/>
    public void FlushFile(string path) => Durable.FlushFile(path);

    /// <inheritdoc/>
    public void FlushFolder(string path) => Durable.FlushFolder(path);

    /// <inheritdoc/>
    public void MoveFolder(string from, string to) => Directory.Move(from, to);

    /// <inheritdoc/>
    public void DeleteFile(string path) => File.Delete(path);

    /// <inheritdoc/>
    public void DeleteFolder(string path) => Directory.Delete(path, recursive: true);
}
