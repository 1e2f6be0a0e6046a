using Pipeline.Core.Plans;
using Pipeline.Data.Keys;
using Pipeline.Data.Sources;

namespace Pipeline.Cli.Running;

/// <summary>Turns the source section of a pipeline file into a request to read.</summary>
internal static class SourceRequests
{
    /// <summary>The holdout is split by a key of this installation and the pipeline's name, so it is the same in every run.</summary>
    public static SourceRequest From(PipelineFile file, byte[] key) => new()
    {
        Path = file.Source.Path,
        Format = file.Source.Format switch
        {
            PlannedFormat.Parquet => SourceFormat.Parquet,
            PlannedFormat.Csv => SourceFormat.Csv,
            PlannedFormat.Tsv => SourceFormat.Tsv,
            PlannedFormat.JsonLines => SourceFormat.JsonLines,
            _ => throw new ArgumentOutOfRangeException(nameof(file)),
        },
        Id = file.Source.Id,
        Text = file.Source.Text,
        Label = file.Source.Label,
        Unit = file.Source.Unit,
        Labels = [.. file.Task.Labels.Select(label => label.Name)],
        Holdout = file.Source.Holdout,
        SplitKey = InstallationKey.Derive(key, $"holdout of {file.Name}"),
        Encoding = file.Source.Encoding,
    };
}
