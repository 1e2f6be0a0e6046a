using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Releases.Protocol;

namespace Pipeline.Data.Runs;

/// <summary>What became of a run that a dead process had left.</summary>
/// <param name="Run">Its name.</param>
/// <param name="Phase">What the ledger says of it now.</param>
/// <param name="Clear">False when it is visible and is not what the ledger says: a person has to look.</param>
public sealed record Recovered(string Run, Phase Phase, bool Clear);

/// <summary>
/// Goes on, at the next start, where dead processes stopped: what was visible is recorded, what was hidden is withdrawn and
/// removed, what waits for people is left to them. Runs that are alive are left alone. Doing it twice changes nothing.
/// </summary>
public static class Recovery
{
    /// <summary>Recovers every run of a folder.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="ledger">The ledger that the runs were recorded in.</param>
    /// <param name="releaseTo">Folder of all runs of a pipeline; it need not exist.</param>
    /// <param name="now">When; approvals that are late by then are withdrawn.</param>
    /// <returns>What was recovered, by name.</returns>
    /// <exception cref="BadInputException">Disk or ledger refuse.</exception>
    public static IReadOnlyList<Recovered> Run(IDisk disk, Ledger ledger, string releaseTo, DateTimeOffset now)
    {
        if (!Directory.Exists(releaseTo)) return [];
        return Durable.Guard(releaseTo, "a folder that you may write to", () =>
        {
            var root = Path.GetFullPath(releaseTo);
            var recovered = new List<Recovered>();
            foreach (var folder in Directory.EnumerateDirectories(root).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList())
            {
                if (folder.StartsWith(RunFolder.Unborn, StringComparison.Ordinal)) RemoveUnborn(disk, Path.Combine(root, folder));
                else if (RunFolder.NameOf(Path.Combine(root, folder)) is var (run, place) && Driver.Take(disk, ledger, root, run, place, now) is { } driver)
                {
                    using (driver.Folder)
                    {
                        driver.Finish();
                        var state = driver.State;
                        if (state.Place != Place.Held && place != Place.Discarded) recovered.Add(new Recovered(run, state.Record.Phase, !state.Locked));
                    }
                }
            }
            return recovered;
        });
    }

    /// <summary>A folder that never got its run's name: nothing stands in it but a lock, and nothing in the ledger.</summary>
    private static void RemoveUnborn(IDisk disk, string folder)
    {
        var lockFile = Path.Combine(folder, RunFiles.Lock);
        try
        {
            using var taken = File.Exists(lockFile) ? new FileStream(lockFile, FileMode.Open, FileAccess.Write, FileShare.None | FileShare.Delete) : null;
            if (taken is not null) disk.DeleteFolder(folder);
            else if (!Directory.EnumerateFileSystemEntries(folder).Any() && Age(folder) > YoungestDead) Directory.Delete(folder, recursive: false);
        }
        catch (IOException)
        {
            // Somebody is just making a run of it.
        }
    }

    /// <summary>A folder without a lock may be one that is being made at this moment; after a minute it is not.</summary>
    private static readonly TimeSpan YoungestDead = TimeSpan.FromMinutes(1);

    private static TimeSpan Age(string folder) => DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder);
}
