using System.Runtime.Intrinsics.X86;

namespace Pipeline.Cli.Running;

/// <summary>The machine in words, and how much memory the process took.</summary>
internal static class Machine
{
    /// <summary>Where NVIDIA's driver describes its cards on Linux, each in a folder of its own.</summary>
    private const string Cards = "/proc/driver/nvidia/gpus";

    /// <summary>Cores, the vector instructions that matter for speed, and CUDA cards.</summary>
    public static string Describe()
    {
        string[] features = [.. new[] { (Avx2.IsSupported, "AVX2"), (Avx512F.IsSupported, "AVX-512") }.Where(pair => pair.Item1).Select(pair => pair.Item2)];
        return $"{Environment.ProcessorCount} cores{(features.Length > 0 ? " with " + string.Join(", ", features) : "")}{string.Concat(CardNames().Select(name => ", " + name))}, {Environment.OSVersion.Platform}, .NET {Environment.Version}";
    }

    private static IEnumerable<string> CardNames()
    {
        const string Name = "Model:";
        return Directory.Exists(Cards)
            ? Directory.EnumerateFiles(Cards, "information", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .SelectMany(file => File.ReadLines(file).Where(line => line.StartsWith(Name, StringComparison.Ordinal)).Take(1)).Select(line => line[Name.Length..].Trim())
            : [];
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
