using NLog;
using NLog.Config;
using NLog.Targets;

namespace Pipeline.Cli;

/// <summary>
/// The log: one file a day in the state folder, kept for thirty days. Only this project logs, which an architecture test
/// holds, and it cannot open a private value; exceptions are logged by kind and place, never by message.
/// </summary>
internal static class Logs
{
    /// <summary>Starts logging into a folder.</summary>
    public static void Start(string folder)
    {
        var file = new FileTarget("file")
        {
            FileName = Path.Combine(folder, "pipeline-${shortdate}.log"),
            Layout = "${longdate:universalTime=true}Z ${level:uppercase=true} ${logger:shortName=true} ${message}${onexception:${newline}${exception:format=type,stacktrace}}",
            MaxArchiveDays = 30,
            KeepFileOpen = true,
        };
        var configuration = new LoggingConfiguration();
        configuration.AddRule(LogLevel.Info, LogLevel.Fatal, file);
        LogManager.Configuration = configuration;
    }

    /// <summary>Writes out what is left.</summary>
    public static void Stop() => LogManager.Shutdown();
}
