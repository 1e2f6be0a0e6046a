using Pipeline.Core.Flows;
using Pipeline.Reports;

namespace Pipeline.Cli.Running;

/// <summary>What a run left.</summary>
/// <param name="Report">Everything the report says.</param>
/// <param name="Folder">Where the files are.</param>
internal sealed record RunResult(RunReport Report, string Folder)
{
    /// <summary>The flows of its graph by which private values were opened.</summary>
    public IReadOnlyCollection<FlowEdge> Opened { get; init; } = [];
}
