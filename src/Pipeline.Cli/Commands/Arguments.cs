using System.CommandLine;

namespace Pipeline.Cli.Commands;

/// <summary>Arguments that several commands take.</summary>
internal static class Arguments
{
    /// <summary>A pipeline file.</summary>
    public static Argument<string> PipelineFile() => new("FILE")
    {
        Description = "The pipeline file, such as pipelines/tickets.yaml.",
    };
}
