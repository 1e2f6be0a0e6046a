using Pipeline.Core.Inputs;
using Pipeline.Core.Releases.Protocol;

namespace Pipeline.Data.Runs;

/// <summary>
/// A run's folder under each of its names: hidden while it is written, held while people decide, visible, or discarded. It
/// only carries acts out; <see cref="ReleaseProtocol"/> says which and when.
/// </summary>
/// <remarks>
/// The folder holds a file under an exclusive lock for as long as a process works on it; the operating system drops the lock
/// when the process dies. It is made under another name and renamed once it is locked, so that no hidden folder can be seen
/// unlocked while its run is alive; and it is renamed before it is deleted, so that none can be seen half deleted.
/// </remarks>
internal sealed class RunFolder : IDisposable
{
    public const string Unborn = ".unborn-";

    private const string Staging = ".staging-", Holding = ".held-", Discarding = ".discarded-";

    private readonly IDisk disk;
    private IDisposable? alive;

    private RunFolder(IDisk disk, string root, string run, Place place, IDisposable? alive)
    {
        (this.disk, Root, Run, this.alive) = (disk, root, run, alive);
        Path = PathOf(root, run, place);
    }

    public string Root { get; }

    public string Run { get; }

    /// <summary>Where it is now.</summary>
    public string Path { get; private set; }

    /// <summary>Makes the hidden folder of a new run, locked.</summary>
    /// <exception cref="BadInputException">The name is taken, in use or not usable.</exception>
    public static RunFolder Begin(IDisk disk, string releaseTo, string run)
    {
        if (run.Length is 0 or > 128 || run[0] == '.' || run.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')))
            throw new BadInputException(releaseTo, "The run's name cannot be the name of a folder.", "1 to 128 letters, digits, dots, hyphens or underscores, not beginning with a dot");
        var root = System.IO.Path.GetFullPath(releaseTo);
        disk.MakeFolder(root);
        RefuseTaken(root, run);
        var unborn = System.IO.Path.Combine(root, Unborn + Guid.NewGuid().ToString("N"));
        disk.MakeHidden(unborn);
        IDisposable? held = disk.CreateLocked(System.IO.Path.Combine(unborn, RunFiles.Lock));
        try
        {
            Move(disk, unborn, PathOf(root, run, Place.Staged), ref held);
            return new RunFolder(disk, root, run, Place.Staged, held);
        }
        catch (IOException)
        {
            held?.Dispose();
            if (Directory.Exists(unborn)) disk.DeleteFolder(unborn);
            RefuseTaken(root, run);
            throw;
        }
    }

    /// <summary>Takes a folder that nobody holds; null when somebody does, or when it is gone.</summary>
    public static RunFolder? Take(IDisk disk, string root, string run, Place place)
    {
        if (place == Place.Discarded) return new RunFolder(disk, root, run, place, null);
        try
        {
            var held = new FileStream(System.IO.Path.Combine(PathOf(root, run, place), RunFiles.Lock), FileMode.Open, FileAccess.Write, FileShare.None | FileShare.Delete);
            return new RunFolder(disk, root, run, place, held);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The run that a folder belongs to; null for folders that are not ours, and for visible runs that are finished.</summary>
    public static (string Run, Place Place)? NameOf(string path)
    {
        var folder = System.IO.Path.GetFileName(path);
        foreach (var (prefix, place) in new[] { (Staging, Place.Staged), (Holding, Place.Held), (Discarding, Place.Discarded) })
            if (folder.StartsWith(prefix, StringComparison.Ordinal)) return (folder[prefix.Length..], place);
        return folder[0] != '.' && File.Exists(System.IO.Path.Combine(path, RunFiles.Lock)) ? (folder, Place.Visible) : null;
    }

    /// <summary>Where the folder of a run is: also after an act that failed, and may or may not have been done.</summary>
    public Place Sight()
    {
        Place[] places = [Place.Staged, Place.Held, Place.Discarded];
        foreach (var place in places)
            if (Directory.Exists(PathOf(Root, Run, place))) return Moved(place);
        return File.Exists(System.IO.Path.Combine(PathOf(Root, Run, Place.Visible), RunFiles.Lock)) ? Moved(Place.Visible) : Place.None;

        Place Moved(Place place)
        {
            Path = PathOf(Root, Run, place);
            return place;
        }
    }

    /// <summary>Makes a file of the run.</summary>
    /// <exception cref="ArgumentException">The name leads out of the folder.</exception>
    public string FileOf(string name)
    {
        if (name.Length == 0 || name == RunFiles.Lock || System.IO.Path.GetFileName(name) != name || name is "." or "..")
            throw new ArgumentException("A file of a run is named without folders.", nameof(name));
        return System.IO.Path.Combine(Path, name);
    }

    /// <summary>Brings every file, and the names in the folder, to the disk.</summary>
    public void FlushFiles()
    {
        foreach (var file in Directory.EnumerateFiles(Path).Where(file => System.IO.Path.GetFileName(file) != RunFiles.Lock).Order(StringComparer.Ordinal)) disk.FlushFile(file);
        disk.FlushFolder(Path);
    }

    /// <summary>Brings the folder's own name to the disk.</summary>
    public void FlushNames() => disk.FlushFolder(Root);

    /// <summary>Renames the folder; one that becomes visible gets the permissions of the folder of all runs.</summary>
    public void MoveTo(Place place)
    {
        if (place == Place.Visible) disk.ShowLike(Path, Root);
        var to = PathOf(Root, Run, place);
        Move(disk, Path, to, ref alive);
        Path = to;
    }

    /// <summary>Lets go: a visible run loses its lock file for good, one that waits keeps it for whoever comes next.</summary>
    public void Unlock(Place place)
    {
        if (place == Place.Visible) disk.DeleteFile(System.IO.Path.Combine(Path, RunFiles.Lock));
        Dispose();
    }

    /// <summary>Deletes a discarded folder, if nobody else has.</summary>
    public void Delete()
    {
        if (OperatingSystem.IsWindows()) Dispose();
        if (Directory.Exists(Path)) disk.DeleteFolder(Path);
        Dispose();
    }

    public void Dispose()
    {
        alive?.Dispose();
        alive = null;
    }

    internal static string PathOf(string root, string run, Place place) => System.IO.Path.Combine(root, place switch
    {
        Place.Staged => Staging + run,
        Place.Held => Holding + run,
        Place.Discarded => Discarding + run,
        _ => run,
    });

    private static void Move(IDisk disk, string from, string to, ref IDisposable? held)
    {
        // Windows renames no folder that holds an open file.
        if (OperatingSystem.IsWindows()) held?.Dispose();
        disk.MoveFolder(from, to);
        if (OperatingSystem.IsWindows() && held is not null) held = new FileStream(System.IO.Path.Combine(to, RunFiles.Lock), FileMode.Open, FileAccess.Write, FileShare.None | FileShare.Delete);
    }

    private static void RefuseTaken(string root, string run)
    {
        var path = System.IO.Path.Combine(root, run);
        if (Directory.Exists(path) || File.Exists(path))
            throw new BadInputException(path, "A run of this name exists already, and no run is ever overwritten.", "a new name");
        if (Directory.Exists(PathOf(root, run, Place.Staged)) || Directory.Exists(PathOf(root, run, Place.Held)))
            throw new BadInputException(path, "A run of this name is in progress, or one that died has not been cleared away.", "a new name");
    }
}
