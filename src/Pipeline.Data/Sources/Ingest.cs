using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Inputs;
using Pipeline.Core.Privacy;

namespace Pipeline.Data.Sources;

/// <summary>
/// Reads private text: checks the whole file first, maps its columns, keeps units aside, and seals what it read. From a
/// file in which anything is wrong nothing is delivered.
/// </summary>
public static class Ingest
{
    private const int ReportEvery = 4096;

    /// <summary>Reads a source.</summary>
    /// <exception cref="BadInputException">
    /// The file is missing or broken, a column is missing, a row lacks a value, an id occurs twice, a label is not declared,
    /// no record has text, or the file changed meanwhile. Names file and row, never what stands there.
    /// </exception>
    public static Intake Read(SourceRequest request, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var split = new HoldoutSplit(request.SplitKey, request.Holdout);
        using var table = SourceTable.Open(request.Path, request.Format, request.Encoding, progress, cancellation, out var digest);
        var mapping = new RecordMapping(request);
        var tally = new ProfileTally(request.Labels);
        List<SourceRecord> training = [], holdout = [];
        foreach (var row in table.Rows(mapping.Columns, cancellation))
        {
            if (row.Number % ReportEvery == 0 || row.Number == table.RowCount)
                progress?.Report(new StageProgress("Reading the source", row.Number, table.RowCount, "records"));
            if (mapping.Map(row) is not { } record) continue;
            if (string.IsNullOrWhiteSpace(record.Text))
            {
                tally.EmptyTexts++;
                continue;
            }
            var aside = split.KeepsAside(record.Unit);
            tally.Add(record, aside);
            (aside ? holdout : training).Add(record);
        }
        mapping.ThrowIfAny();
        if (training.Count + holdout.Count == 0) throw new BadInputException(request.Path, "No record in it has text.", "at least one record with text");
        if (Digest.OfFile(request.Path) != digest) throw SourceTable.Changed(request.Path);
        return new Intake(Private.Seal(new Corpus(training)), Private.Seal(new Corpus(holdout)), tally.Finish(), digest);
    }
}
