using System.Globalization;
using Pipeline.Core.Plans;
using Pipeline.Core.Releases;
using Pipeline.Data.Releases;
using Pipeline.Data.Runs;
using Pipeline.Reports;

namespace Pipeline.Cli.Running;

/// <summary>Writes what was released into the run's folder.</summary>
internal static class ReleaseFiles
{
    /// <summary>Writes the Parquet file with what it is, who it protects and what it was decided on in its metadata, then names it in the ledger.</summary>
    public static ReleaseSummary Write(Release release, PipelineFile file, string run, ReleaseRun into, CancellationToken cancellation)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["pipeline.name"] = file.Name,
            ["pipeline.run"] = run,
            ["pipeline.source"] = release.Binding.Source.ToString(),
            ["pipeline.settings"] = release.Binding.Settings.ToString(),
            ["pipeline.policy.name"] = release.PolicyName,
            ["pipeline.decided"] = release.DecidedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        };
        foreach (var claim in release.Guarantees.Select(guarantee => guarantee.Claim))
        {
            metadata["pipeline.guarantee"] = string.Create(CultureInfo.InvariantCulture,
                $"({claim.Epsilon:R}, {claim.Delta:R})-differential privacy for each {claim.Unit}, {claim.Neighbours}, {claim.RecordsPerUnit} record(s) a unit used, mechanism {claim.Mechanism}, mu {claim.Mu:R}");
        }
        var digest = into.WriteData((disk, path) => ParquetSink.Write(release, metadata, path, cancellation, disk));
        into.Intend(digest);
        var labels = file.Task.Labels.Select(label => new LabelRows(label.Name, release.Rows.Count(row => row.Label == label.Name))).ToList();
        return new ReleaseSummary(RunFiles.Data, release.Rows.Count, labels, digest, ["id", "text", "label"]);
    }
}
