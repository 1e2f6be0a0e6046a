using Pipeline.Core.Inputs;
using Pipeline.Core.Releases.Protocol;

namespace Pipeline.Data.Runs;

/// <summary>
/// A hidden folder for what a command needs while it works, readable by its owner alone. It is gone when it is disposed of,
/// or, when its process dies, at the next start.
/// </summary>
public sealed class ScratchFolder : IDisposable
{
    private readonly RunFolder folder;

    private ScratchFolder(RunFolder folder) => this.folder = folder;

    /// <summary>Where it is.</summary>
    public string Path => folder.Path;

    /// <summary>Makes one.</summary>
    /// <param name="root">The folder to make it in; made when missing.</param>
    /// <param name="name">Its name: letters, digits, dots, hyphens and underscores.</param>
    /// <exception cref="BadInputException">The name is in use or not usable, or the disk refuses.</exception>
    public static ScratchFolder Begin(string root, string name) =>
        Durable.Guard(root, "a folder that you may write to", () => new ScratchFolder(RunFolder.Begin(Disk.Real, root, name)));

    /// <summary>Removes what dead processes left; folders in use are left alone.</summary>
    /// <returns>Their names, in order.</returns>
    public static IReadOnlyList<string> Recover(string root)
    {
        if (!Directory.Exists(root)) return [];
        return Durable.Guard(root, "a folder that you may write to", () =>
        {
            var removed = new List<string>();
            foreach (var (run, place) in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).Select(path => RunFolder.NameOf(path)).OfType<(string, Place)>().ToList())
            {
                if (place is not (Place.Staged or Place.Discarded)) continue;
                using var left = RunFolder.Take(Disk.Real, root, run, place);
                if (left is null) continue;
                Remove(left, place);
                if (place == Place.Staged) removed.Add(run);
            }
            return removed;
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Remove(folder, Place.Staged);
        folder.Dispose();
    }

    private static void Remove(RunFolder folder, Place place)
    {
        if (place != Place.Discarded) folder.MoveTo(Place.Discarded);
        folder.Delete();
    }
}
