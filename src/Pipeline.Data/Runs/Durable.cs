using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Core.Inputs;

namespace Pipeline.Data.Runs;

/// <summary>Makes files and names outlive a power cut.</summary>
internal static class Durable
{
    private const int OpenReadOnly = 0;

    /// <summary>Brings a file's bytes to the disk.</summary>
    public static void FlushFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Brings a folder's names to the disk, without which a rename may be undone by a power cut. The framework cannot open
    /// folders, so the C library is asked. Windows journals names by itself and has no such call.
    /// </summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(Encoding.UTF8.GetBytes(path + '\0'), OpenReadOnly);
        if (descriptor < 0) throw new IOException($"The folder '{path}' cannot be flushed to disk (error {Marshal.GetLastPInvokeError()}).");
        var flushed = Fsync(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (flushed != 0) throw new IOException($"The folder '{path}' cannot be flushed to disk (error {error}).");
    }

    /// <summary>Runs what touches the disk; what the operating system refuses becomes a bad input that names the path.</summary>
    public static T Guard<T>(string path, string expected, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            throw new BadInputException(new Problem(path, "The operating system refuses it: " + refused.Message, expected), refused);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
