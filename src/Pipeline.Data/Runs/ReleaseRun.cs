using System.Text;
using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Releases.Protocol;

namespace Pipeline.Data.Runs;

/// <summary>
/// A run on the real disk and the real ledger, driven by <see cref="ReleaseProtocol"/> (law 10): every act is the one the
/// protocol says is next, and what is so afterwards is what the protocol says. A run that is disposed of before it is over
/// is withdrawn; one whose process dies is withdrawn or recorded by <see cref="Recovery"/> at the next start.
/// </summary>
public sealed class ReleaseRun : IDisposable
{
    private readonly Driver driver;
    private bool over;

    private ReleaseRun(Driver driver) => this.driver = driver;

    /// <summary>Where the run will be once it is visible.</summary>
    public string Final => RunFolder.PathOf(driver.Folder.Root, driver.Folder.Run, Place.Visible);

    /// <summary>What the ledger holds of the run.</summary>
    public RunRecord Record => driver.State.Record;

    /// <summary>Begins a run: a hidden folder whose name is on the disk.</summary>
    /// <param name="disk">Where it is written.</param>
    /// <param name="ledger">Where it is recorded.</param>
    /// <param name="releaseTo">Folder of all runs of a pipeline; made when missing.</param>
    /// <param name="run">The run's name: letters, digits, dots, hyphens and underscores.</param>
    /// <exception cref="BadInputException">The name is taken, in use or not usable, or the folder cannot be written to.</exception>
    public static ReleaseRun Begin(IDisk disk, Ledger ledger, string releaseTo, string run) =>
        Durable.Guard(releaseTo, "a folder that you may write to", () =>
        {
            var begun = new ReleaseRun(Driver.Begin(disk, ledger, releaseTo, run));
            try
            {
                begun.driver.Do(Act.FlushNames);
                return begun;
            }
            catch
            {
                begun.Dispose();
                throw;
            }
        });

    /// <summary>Fixes the rules before the first result.</summary>
    /// <param name="source">Digest of the source.</param>
    /// <param name="policy">Digest of the policy.</param>
    /// <param name="settings">Digest of the plan.</param>
    /// <param name="approvals">How many different people must approve: 0 or 2.</param>
    public void Register(Digest source, Digest policy, Digest settings, int approvals)
    {
        driver.Source = source;
        driver.Do(Act.Register, new Registration(policy, settings, approvals));
    }

    /// <summary>Records what the gate decided, after every mechanism has run.</summary>
    public void Decide(Ruling ruling)
    {
        // Budgets are spent by mechanisms, in the ledger itself; each receipt works once, by its type.
        driver.Refresh();
        driver.Do(Act.Decide, ruling);
    }

    /// <summary>Opens a new file of the run.</summary>
    /// <exception cref="ArgumentException">The name leads out of the folder.</exception>
    public Stream Create(string name) => driver.Guard(() => driver.Disk.Create(driver.Folder.FileOf(name)));

    /// <summary>Writes a text file of the run, as UTF-8.</summary>
    public void Write(string name, string text)
    {
        using var stream = Create(name);
        stream.Write(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text));
    }

    /// <summary>Every file written so far, by name, with its digest.</summary>
    public IReadOnlyList<(string Name, Digest Digest)> Files() =>
    [
        .. Directory.EnumerateFiles(driver.Folder.Path).Select(path => Path.GetFileName(path)).Where(name => name is not (RunFiles.Lock or RunFiles.Bundle))
            .Order(StringComparer.Ordinal).Select(name => (name, Digest.OfFile(driver.Folder.FileOf(name)))),
    ];

    /// <summary>Writes the data file of an approved candidate.</summary>
    /// <param name="write">Writes it to the disk at a path, and returns what it returns.</param>
    public T WriteData<T>(Func<IDisk, string, T> write)
    {
        var written = default(T);
        driver.Do(Act.WriteData, effect: () => written = write(driver.Disk, driver.Folder.FileOf(RunFiles.Data)));
        return written!;
    }

    /// <summary>Names the file that is about to become visible in the ledger.</summary>
    /// <param name="file">Digest of the data file.</param>
    public void Intend(Digest file) => driver.Intend(file);

    /// <summary>Writes the evidence bundle.</summary>
    public void WriteBundle(string bundle) => driver.Do(Act.WriteBundle, effect: () => Write(RunFiles.Bundle, bundle));

    /// <summary>Brings everything to the disk, makes the run visible whole, and records it.</summary>
    public void Publish()
    {
        driver.Finish();
        over = driver.State is { Place: Place.Visible, Locked: false };
        if (!over) throw new InvalidOperationException($"The run cannot become visible: it is {driver.State.Record.Phase}.");
    }

    /// <summary>Lets the run wait, whole and hidden, for people to approve.</summary>
    public void Hold()
    {
        driver.Finish();
        over = driver.State is { Place: Place.Held, Locked: false };
        if (!over) throw new InvalidOperationException($"The run cannot wait: it is {driver.State.Record.Phase}.");
    }

    /// <summary>Withdraws the run and removes its folder, unless it is over. What fails here is left to the next start.</summary>
    public void Dispose()
    {
        if (over) return;
        over = true;
        try
        {
            driver.GiveUp();
        }
        catch (Exception left) when (left is BadInputException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // The folder's lock is dropped with this process, and the next start goes on from what disk and ledger say.
        }
        finally
        {
            driver.Folder.Dispose();
        }
    }
}
