using Pipeline.Core.Inputs;

namespace Pipeline.Data.Runs;

/// <summary>
/// Where a run writes (law 10). Everything goes to a hidden staging folder on the same file system; <see cref="Commit"/>
/// brings it to the disk and renames it, so the run becomes visible whole or not at all. Disposing without a commit
/// deletes it; what a dead process left is removed by <see cref="Recover"/>.
/// </summary>
/// <remarks>
/// A staging folder holds a file under an exclusive lock for as long as its process lives; the operating system drops the
/// lock when the process dies. The folder is made under another name and renamed once it is locked, so that no staging
/// folder can be seen unlocked while its run is alive.
/// </remarks>
public sealed class RunFolder : IDisposable
{
    private const string Staging = ".staging-";
    private const string Unborn = ".unborn-";
    private const string Lock = ".lock";

    private readonly string staged;
    private readonly FileStream alive;
    private bool closed;

    private RunFolder(string releaseTo, string run, FileStream alive)
    {
        this.alive = alive;
        staged = StagingOf(releaseTo, run);
        Final = Path.Combine(releaseTo, run);
    }

    /// <summary>Where the run will be once committed.</summary>
    public string Final { get; }

    /// <summary>Begins a run.</summary>
    /// <param name="releaseTo">Folder of all runs of a pipeline; made when missing.</param>
    /// <param name="run">The run's name: letters, digits, dots, hyphens and underscores.</param>
    /// <exception cref="BadInputException">The name is taken, in use or not usable, or the folder cannot be written to.</exception>
    public static RunFolder Begin(string releaseTo, string run)
    {
        if (run.Length is 0 or > 128 || run[0] == '.' || run.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')))
            throw new BadInputException(releaseTo, "The run's name cannot be the name of a folder.", "1 to 128 letters, digits, dots, hyphens or underscores, not beginning with a dot");
        return Durable.Guard(releaseTo, "a folder that you may write to", () =>
        {
            var root = Path.GetFullPath(releaseTo);
            Directory.CreateDirectory(root);
            RefuseTaken(root, run);
            var unborn = Path.Combine(root, Unborn + Guid.NewGuid().ToString("N"));
            Directory.CreateDirectory(unborn);
            var held = new FileStream(Path.Combine(unborn, Lock), FileMode.CreateNew, FileAccess.Write, FileShare.None);
            try
            {
                // Windows renames no folder that holds an open file.
                if (OperatingSystem.IsWindows()) held.Dispose();
                Directory.Move(unborn, StagingOf(root, run));
                if (OperatingSystem.IsWindows()) held = new FileStream(Path.Combine(StagingOf(root, run), Lock), FileMode.Open, FileAccess.Write, FileShare.None);
            }
            catch (IOException)
            {
                held.Dispose();
                Directory.Delete(unborn, recursive: true);
                RefuseTaken(root, run);
                throw;
            }
            return new RunFolder(root, run, held);
        });
    }

    /// <summary>The path of a file of this run, before the commit.</summary>
    /// <exception cref="ArgumentException">The name leads out of the folder.</exception>
    public string PathOf(string name)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        if (name.Length == 0 || name == Lock || Path.GetFileName(name) != name || name is "." or "..")
            throw new ArgumentException("A file of a run is named without folders.", nameof(name));
        return Path.Combine(staged, name);
    }

    /// <summary>Makes the run visible: every file and name is on the disk before the rename, and the rename after it.</summary>
    /// <exception cref="InvalidOperationException">The run was committed or given up before.</exception>
    /// <exception cref="BadInputException">A run of this name became visible meanwhile, or the disk refuses.</exception>
    public void Commit()
    {
        if (closed) throw new InvalidOperationException("The run was committed or given up before.");
        Durable.Guard(Final, "a name that no run has yet, in a folder that you may write to", () =>
        {
            foreach (var file in Directory.EnumerateFiles(staged, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != Lock)) Durable.FlushFile(file);
            foreach (var folder in Directory.EnumerateDirectories(staged, "*", SearchOption.AllDirectories)) Durable.FlushFolder(folder);
            Durable.FlushFolder(staged);
            if (OperatingSystem.IsWindows()) alive.Dispose();
            // Never replaces: throws when the name is taken.
            Directory.Move(staged, Final);
            closed = true;
            File.Delete(Path.Combine(Final, Lock));
            alive.Dispose();
            Durable.FlushFolder(Final);
            Durable.FlushFolder(Path.GetDirectoryName(Final)!);
            return true;
        });
    }

    /// <summary>Deletes everything when the run was not committed.</summary>
    public void Dispose()
    {
        if (closed) return;
        closed = true;
        if (OperatingSystem.IsWindows()) alive.Dispose();
        if (Directory.Exists(staged)) Directory.Delete(staged, recursive: true);
        alive.Dispose();
    }

    /// <summary>Removes what dead processes left half done; runs that are alive are left alone.</summary>
    /// <returns>The names of the runs whose leavings were removed, in order.</returns>
    public static IReadOnlyList<string> Recover(string releaseTo)
    {
        var recovered = new List<string>();
        if (!Directory.Exists(releaseTo)) return recovered;
        return Durable.Guard(releaseTo, "a folder that you may write to", () =>
        {
            foreach (var folder in Directory.EnumerateDirectories(releaseTo, Staging + "*").Order(StringComparer.Ordinal).ToList())
                if (RemoveDead(folder)) recovered.Add(Path.GetFileName(folder)[Staging.Length..]);
            foreach (var folder in Directory.EnumerateDirectories(releaseTo, Unborn + "*").ToList())
                RemoveDead(folder);
            // A crash between the rename and the removal of the lock leaves a whole run with a lock file in it.
            foreach (var leftLock in Directory.EnumerateDirectories(releaseTo).Select(folder => Path.Combine(folder, Lock)).Where(File.Exists).ToList())
                if (Path.GetFileName(Path.GetDirectoryName(leftLock)!)[0] != '.') TakeDead(leftLock, () => File.Delete(leftLock));
            return recovered;
        });
    }

    private static bool RemoveDead(string folder)
    {
        var lockFile = Path.Combine(folder, Lock);
        if (File.Exists(lockFile)) return TakeDead(lockFile, () => Directory.Delete(folder, recursive: true));
        // A crash right after the folder was made leaves it empty; anything else without a lock is not ours to delete.
        if (Directory.EnumerateFileSystemEntries(folder).Any()) return false;
        Directory.Delete(folder, recursive: false);
        return true;
    }

    private static bool TakeDead(string lockFile, Action whileHeld)
    {
        try
        {
            using var taken = new FileStream(lockFile, FileMode.Open, FileAccess.Write, FileShare.None | FileShare.Delete);
            whileHeld();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void RefuseTaken(string root, string run)
    {
        if (Directory.Exists(Path.Combine(root, run)) || File.Exists(Path.Combine(root, run)))
            throw new BadInputException(Path.Combine(root, run), "A run of this name exists already, and no run is ever overwritten.", "a new name");
        if (Directory.Exists(StagingOf(root, run)))
            throw new BadInputException(Path.Combine(root, run), "A run of this name is in progress, or one that died has not been cleared away.", "a new name");
    }

    private static string StagingOf(string root, string run) => Path.Combine(root, Staging + run);
}
