using Pipeline.Core.Inputs;

namespace Pipeline.Cli;

/// <summary>
/// Where an installation keeps what must outlive its runs: the ledger, the key that names records and splits off the
/// holdout, and the logs. <c>PIPELINE_STATE</c>, else <c>$XDG_STATE_HOME/pipeline</c>, else <c>~/.local/state/pipeline</c>.
/// </summary>
internal sealed class StateFolder
{
    private StateFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The budget ledger.</summary>
    public string Ledger => System.IO.Path.Combine(Path, "ledger.db");

    /// <summary>The installation's secret key.</summary>
    public string Key => System.IO.Path.Combine(Path, "installation.key");

    /// <summary>The keys that sign evidence.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>How fast models work here, for estimates.</summary>
    public string Calibrations => System.IO.Path.Combine(Path, "calibrations.json");

    /// <summary>The log files.</summary>
    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>Finds the folder, and makes it for its owner alone when it is missing.</summary>
    public static StateFolder Open() => At(Place);

    /// <summary>Finds the folder, and makes none; null when it is missing.</summary>
    public static StateFolder? Existing() => Directory.Exists(Place) ? new StateFolder(System.IO.Path.GetFullPath(Place)) : null;

    private static string Place => Named("PIPELINE_STATE")
        ?? (Named("XDG_STATE_HOME") is { } state ? System.IO.Path.Combine(state, "pipeline") : null)
        ?? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state", "pipeline");

    /// <summary>Uses a folder, and makes it for its owner alone when it is missing.</summary>
    public static StateFolder At(string path)
    {
        try
        {
            if (!Directory.Exists(path))
            {
                if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
                else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(new Problem("PIPELINE_STATE", "The state folder cannot be made.", "a folder this user may write to"), failure);
        }
        return new StateFolder(System.IO.Path.GetFullPath(path));
    }

    private static string? Named(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
