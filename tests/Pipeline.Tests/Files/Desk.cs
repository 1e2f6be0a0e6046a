using Pipeline.Core.Inputs;
using Pipeline.Core.Plans;
using Pipeline.Files;

namespace Pipeline.Tests.Files;

/// <summary>
/// A folder with three files to edit and load. They are copies of shipped files, kept as they were, so that the lines that
/// tests name do not move when the shipped ones change. The source and the model they name are there, but empty.
/// </summary>
internal sealed class Desk : IDisposable
{
    public static readonly AuditNames Known = new([
        new("exact-overlap", ["copied records", "exact copies"], []),
        new("near-duplicates", ["near duplicates", "records nearly repeated"], []),
        new("ngram-overlap", ["worst containment", "mean containment", "texts above half", "reworded copies"],
            [new("words", 1, 50, Whole: true), new("threshold", 0, 1, Whole: false)]),
        new("common-substring", ["longest common words", "longest common characters", "texts sharing a long run"], [new("words", 2, 100, Whole: true)]),
        new("pii-replay", ["replayed values", "distinct replayed values", "replayed names"], []) { TakesPatterns = true },
        new("semantic-overlap", ["paraphrases"], []) { Beside = ["exact-overlap", "ngram-overlap"] },
        new("membership", ["advantage over holdout"], []) { Planned = true },
    ]);

    public const string Tickets = "pipelines/tickets.yaml", Suite = "audits/standard.yaml", Policy = "policies/standard.yaml";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pipeline-files-");

    public Desk()
    {
        foreach (var file in new[] { Tickets, Suite, Policy }) Write(file, Text(file));
        Write("pipelines/samples/tickets.parquet", "");
        Write("pipelines/models/smollm2-135m-instruct-q4_1.gguf", "");
    }

    public static string Text(string file) => File.ReadAllText(Fixtures.Golden(["files", .. file.Split('/')]));

    public string Path(string file) => System.IO.Path.Combine([folder.FullName, .. file.Split('/')]);

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(file))!);
        File.WriteAllText(Path(file), text);
    }

    /// <summary>Replaces a piece of a file that occurs exactly once.</summary>
    public void Edit(string file, string old, string changed)
    {
        var text = File.ReadAllText(Path(file));
        Assert.Equal(2, text.Split(old).Length);
        Write(file, text.Replace(old, changed, StringComparison.Ordinal));
    }

    public PipelineFile Load() => PipelineFiles.Load(Path(Tickets), Known);

    /// <summary>What is wrong, one problem a line.</summary>
    public string Problems() => string.Join('\n', Assert.Throws<BadInputException>(Load).Problems);

    public void Dispose() => folder.Delete(recursive: true);
}
