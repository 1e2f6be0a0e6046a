using Spectre.Console;

namespace Pipeline.Cli.Display;

/// <summary>Chooses how progress is shown.</summary>
internal static class Displays
{
    /// <summary>Bars on a terminal; lines on standard error where the output goes to a file, a pipe or is JSON.</summary>
    public static IRunDisplay Choose(bool json) => !json && AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
        ? new BarDisplay(AnsiConsole.Console)
        : new LineDisplay(Console.Error);

    /// <summary>Keeps paths and digests on one line where a file or another program reads them.</summary>
    public static void LeaveLinesWhole()
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = short.MaxValue;
    }
}
