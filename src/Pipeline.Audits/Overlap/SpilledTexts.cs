using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Audits.Overlap;

/// <summary>
/// Prepared source texts on the disk, between one walk and the next. They are private: the file lies in the run's own folder,
/// only its owner may read it, and it has no name from the moment it is opened, so that the operating system removes it with
/// the process however that ends. Where the system cannot do that it is deleted when it is closed.
/// </summary>
// Rule PPL006, the one exception: a file without a name in the run's own folder, which goes when the process does.
#pragma warning disable PPL006
public sealed class SpilledTexts : IDisposable
{
    private readonly SafeFileHandle file;
    private readonly long[] starts;
    private readonly int[] lengths; // in characters, -1 where the text has not come yet
    private long end;
    private int kept;

    /// <summary>Room for so many texts.</summary>
    /// <param name="folder">A folder of the run's own.</param>
    /// <param name="count">How many texts there will be.</param>
    public SpilledTexts(string folder, int count)
    {
        starts = new long[count];
        lengths = new int[count];
        Array.Fill(lengths, -1);
        var path = Path.Combine(folder, $".overlap-{Guid.NewGuid():N}");
        file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Delete(path);
    }

    /// <summary>Whether every text has come.</summary>
    public bool IsWhole => Volatile.Read(ref kept) == lengths.Length;

    /// <summary>Bytes on the disk.</summary>
    public long Bytes => Interlocked.Read(ref end);

    /// <summary>Keeps a text. May be called by several threads.</summary>
    public void Keep(int number, string text)
    {
        // Code units as they are: texts may hold what UTF-8 cannot.
        var bytes = MemoryMarshal.AsBytes(text.AsSpan());
        var start = Interlocked.Add(ref end, bytes.Length) - bytes.Length;
        RandomAccess.Write(file, bytes, start);
        (starts[number], lengths[number]) = (start, text.Length);
        Interlocked.Increment(ref kept);
    }

    /// <summary>The texts, in order.</summary>
    /// <param name="told">Told after each text how many have been given.</param>
    /// <exception cref="InvalidOperationException">Not every text has come.</exception>
    public IEnumerable<string> Texts(Action<int> told)
    {
        if (!IsWhole) throw new InvalidOperationException("Not every text was kept.");
        for (var i = 0; i < lengths.Length; i++)
        {
            yield return Read(i);
            told(i + 1);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private string Read(int number) => string.Create(lengths[number], (this, number), static (characters, text) =>
    {
        var bytes = MemoryMarshal.AsBytes(characters);
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(text.Item1.file, bytes[done..], text.Item1.starts[text.number] + done);
            if (read == 0) throw new EndOfStreamException("The texts on the disk are cut off.");
            done += read;
        }
    });
}
