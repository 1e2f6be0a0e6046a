using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Core.Plans;
using Pipeline.Data.Sources;

namespace Pipeline.Benchmarks.Studies;

/// <summary>A labelled text of a public research corpus, which a study may open.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">Index of its label.</param>
/// <param name="Unit">Whom it belongs to.</param>
internal sealed record StudyText(string Text, int Label, string Unit);

/// <summary>The corpus of a study. It plays the private text; being public research data, its records can be shown to a judge.</summary>
internal sealed class StudyData
{
    private readonly IReadOnlyList<StudyText> source;
    private readonly IReadOnlyList<StudyText> evaluation;
    private readonly double holdout;

    private StudyData(IReadOnlyList<StudyText> source, IReadOnlyList<StudyText> evaluation, double holdout)
    {
        this.source = source;
        this.evaluation = evaluation;
        this.holdout = holdout;
    }

    /// <summary>Every text, the ones kept for evaluation last.</summary>
    public IReadOnlyList<StudyText> All => [.. source, .. evaluation];

    /// <summary>Reads the file a pipeline names, and beside it <c>validation.jsonl</c> where there is one.</summary>
    public static StudyData Read(PipelineFile file, CancellationToken cancellation)
    {
        var validation = Path.Combine(Path.GetDirectoryName(file.Source.Path)!, "validation.jsonl");
        return File.Exists(validation)
            ? new StudyData(Rows(file, file.Source.Path, cancellation), Rows(file, validation, cancellation), 0)
            : new StudyData(Rows(file, file.Source.Path, cancellation), [], file.Source.Holdout);
    }

    /// <summary>
    /// Places in <see cref="All"/> of the private texts and of those for evaluation. Without a validation file, units are
    /// kept aside by hash, others for every seed.
    /// </summary>
    public (int[] Training, int[] Evaluation) Split(int seed)
    {
        if (evaluation.Count > 0) return ([.. Enumerable.Range(0, source.Count)], [.. Enumerable.Range(source.Count, evaluation.Count)]);
        var places = Enumerable.Range(0, source.Count).ToLookup(i => Share(seed, source[i].Unit) < holdout);
        return ([.. places[false]], [.. places[true]]);
    }

    private static double Share(int seed, string unit) =>
        BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seed.ToString(CultureInfo.InvariantCulture) + ":" + unit))) / (double)uint.MaxValue;

    private static List<StudyText> Rows(PipelineFile file, string path, CancellationToken cancellation)
    {
        var format = file.Source.Format switch
        {
            PlannedFormat.Parquet => SourceFormat.Parquet,
            PlannedFormat.Csv => SourceFormat.Csv,
            PlannedFormat.Tsv => SourceFormat.Tsv,
            _ => SourceFormat.JsonLines,
        };
        using var table = SourceTable.Open(path, format, file.Source.Encoding, null, cancellation);
        var labels = file.Task.Labels.Select((label, index) => (label.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
        string[] columns = [file.Source.Text, file.Source.Label, file.Source.Unit ?? file.Source.Id!];
        return [.. table.Rows(columns, cancellation)
            .Where(row => !string.IsNullOrWhiteSpace(row.Values[0] as string))
            .Select(row => new StudyText((string)row.Values[0]!, labels[(string)row.Values[1]!], row.Values[2] as string ?? row.Where))];
    }
}
