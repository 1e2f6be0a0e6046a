using System.Runtime.Intrinsics.X86;

namespace Pipeline.Cli.Running;

/// <summary>The machine in words, and how much memory the process took.</summary>
internal static class Machine
{
    /// <summary>Cores and the vector instructions that matter for speed.</summary>
    public static string Describe()
    {
        string[] features = [.. new[] { (Avx2.IsSupported, "AVX2"), (Avx512F.IsSupported, "AVX-512") }.Where(pair => pair.Item1).Select(pair => pair.Item2)];
        return $"{Environment.ProcessorCount} cores{(features.Length > 0 ? " with " + string.Join(", ", features) : "")}, {Environment.OSVersion.Platform}, .NET {Environment.Version}";
    }

    /// <summary>Seconds in which a core was busy with this process so far, all cores added up.</summary>
    public static double ProcessorSeconds()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>Largest resident memory so far, in megabytes of 10^6 bytes.</summary>
    public static double PeakMegabytes()
    {
        // The kernel's own high-water mark; the framework's figure on Linux is sampled.
        const string Status = "/proc/self/status";
        if (File.Exists(Status) && File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line)
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024 / 1e6;
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }
}
