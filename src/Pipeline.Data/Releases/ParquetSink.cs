using Parquet;
using Parquet.Schema;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Releases;
using Pipeline.Data.Runs;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Releases;

/// <summary>
/// Writes releases as Parquet: columns <c>id</c>, <c>text</c> and <c>label</c>, all required strings, compressed with zstd.
/// It takes a release and nothing else, so a candidate cannot be written (law 2).
/// </summary>
public static class ParquetSink
{
    /// <summary>Key of the metadata that names the rows; written by the sink itself, like the two below.</summary>
    public const string CandidateKey = "pipeline.candidate";

    /// <summary>Key of the metadata that names the evidence.</summary>
    public const string EvidenceKey = "pipeline.evidence";

    /// <summary>Key of the metadata that names the policy file.</summary>
    public const string PolicyKey = "pipeline.policy";

    private const int RowsPerGroup = 65_536;

    /// <summary>
    /// Writes a new file, brings it to the disk, reads it back to see that it holds the release and nothing else, and
    /// digests what stands there. The same release and metadata give the same bytes.
    /// </summary>
    /// <param name="release">What to write.</param>
    /// <param name="metadata">More key-value metadata; must not use the three keys of the sink.</param>
    /// <param name="path">A file that does not exist yet.</param>
    /// <param name="cancellation">Ends the writing; the file is then removed.</param>
    /// <param name="disk">Where it is written; null for the disk itself.</param>
    /// <exception cref="Pipeline.Core.Inputs.BadInputException">The file exists or cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The file does not hold what was judged, such as half of a surrogate pair.</exception>
    public static Digest Write(Release release, IReadOnlyDictionary<string, string> metadata, string path, CancellationToken cancellation, IDisk? disk = null)
    {
        disk ??= Disk.Real;
        var entries = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [CandidateKey] = release.CandidateDigest.ToString(),
            [EvidenceKey] = release.EvidenceDigest.ToString(),
            [PolicyKey] = release.PolicyDigest.ToString(),
        };
        foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal)) entries.Add(key, value);
        return Durable.Guard(path, "a new file in a folder that you may write to", () =>
        {
            using var stream = disk.Create(path);
            try
            {
                WriteTo(stream, release.Rows, entries, cancellation).GetAwaiter().GetResult();
                stream.Dispose();
                disk.FlushFile(path);
                Compare(path, release.Rows, cancellation);
                return Digest.OfFile(path);
            }
            catch
            {
                stream.Dispose();
                disk.DeleteFile(path);
                throw;
            }
        });
    }

    /// <summary>The digest of the rows of a released file: that of the candidate they were.</summary>
    /// <exception cref="Pipeline.Core.Inputs.BadInputException">It is no such file.</exception>
    public static Digest DigestOfRows(string path, CancellationToken cancellation)
    {
        using var table = SourceTable.Open(path, SourceFormat.Parquet, null, null, cancellation);
        return new Candidate([.. table.Rows(["id", "label", "text"], cancellation).Select(row => row.Values.Select(value => value?.ToString() ?? "").ToList()).Select(row => new LabelledText(row[0], row[1], row[2]))]).Digest;
    }

    private static void Compare(string path, IReadOnlyList<LabelledText> rows, CancellationToken cancellation)
    {
        using var table = SourceTable.Open(path, SourceFormat.Parquet, null, null, cancellation);
        var written = table.Rows(["id", "text", "label"], cancellation).Select(row => row.Values.Cast<string>().ToList());
        if (table.RowCount != rows.Count || !written.Zip(rows).All(pair => pair.First.SequenceEqual([pair.Second.Id, pair.Second.Text, pair.Second.Label])))
            throw new InvalidOperationException("The Parquet file does not hold the rows that were judged.");
    }

    private static async Task WriteTo(Stream stream, IReadOnlyList<LabelledText> rows, Dictionary<string, string> metadata, CancellationToken cancellation)
    {
        var id = new DataField<string>("id", nullable: false);
        var text = new DataField<string>("text", nullable: false);
        var label = new DataField<string>("label", nullable: false);
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd };
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(id, text, label), stream, options, cancellationToken: cancellation);
        writer.CustomMetadata = metadata;
        foreach (var chunk in rows.Chunk(RowsPerGroup))
        {
            cancellation.ThrowIfCancellationRequested();
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(id, chunk.Select(row => row.Id).ToList());
            await group.WriteAsync(text, chunk.Select(row => row.Text).ToList());
            await group.WriteAsync(label, chunk.Select(row => row.Label).ToList());
        }
    }
}
