using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Z3;
using Pipeline.Core.Inputs;

namespace Pipeline.Formal.Solving;

/// <summary>
/// Finds the solver's native library. The package brings it for Windows and macOS; on Linux it is the system's (Debian and Ubuntu:
/// <c>libz3-4</c>). Any 4.x from 4.8 on will do, since only functions of its C interface are called that all of these have.
/// </summary>
public static class SolverLibrary
{
    private const string Name = "libz3";

    private static readonly Lazy<string?> Found = new(Find);

    /// <summary>The library's version; null when this machine has none that can be used.</summary>
    public static string? Version => Found.Value;

    /// <summary>Makes sure that there is a library.</summary>
    /// <exception cref="BadInputException">There is none; it says how to get one.</exception>
    internal static void Demand()
    {
        if (Version is null) throw new BadInputException("this machine", "The solver's library libz3 is missing or older than 4.8.", "libz3.so.4; on Debian or Ubuntu as root: apt-get install libz3-4");
    }

    private static string? Find()
    {
        NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, Resolve);
        try
        {
            uint major = 0, minor = 0, build = 0, revision = 0;
            Native.Z3_get_version(ref major, ref minor, ref build, ref revision);
            return (major, minor) is (4, >= 8) or ( > 4, _) ? $"{major}.{minor}.{build}" : null;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return null;
        }
    }

    /// <summary>Linux packages have the versioned name alone, unless somebody installed what compilers need.</summary>
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name == Name && OperatingSystem.IsLinux())
        {
            foreach (var file in new[] { "libz3.so.4", "libz3.so" })
                if (NativeLibrary.TryLoad(file, out var library)) return library;
        }
        return NativeLibrary.TryLoad(name, assembly, path, out var found) ? found : 0;
    }
}
