using Pipeline.Reports;

namespace Pipeline.Cli.Running;

/// <summary>What a run left.</summary>
/// <param name="Report">Everything the report says.</param>
/// <param name="Folder">Where the files are.</param>
internal sealed record RunResult(RunReport Report, string Folder);
