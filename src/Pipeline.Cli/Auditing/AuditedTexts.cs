using Pipeline.Cli.Starting;
using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Data.Sources;
using Pipeline.Reports;

namespace Pipeline.Cli.Auditing;

/// <summary>A file of texts with what its columns mean: as a person said, else as <c>init</c> guesses.</summary>
internal sealed class AuditedTexts : IDisposable
{
    /// <summary>Rows that are enough for a guess.</summary>
    private const int Surveyed = 2000;

    private readonly string path;

    private AuditedTexts(string path, TextFile file, TextColumns columns)
    {
        this.path = path;
        File = file;
        Columns = columns;
    }

    /// <summary>The file.</summary>
    public TextFile File { get; }

    /// <summary>What its columns mean.</summary>
    public TextColumns Columns { get; }

    /// <summary>Opens a file, checks all of it and finds its columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Column with the text, or null for a guess.</param>
    /// <param name="textOption">The option that named it, for problems.</param>
    /// <param name="request">The other columns.</param>
    /// <param name="progress">How far the check has come.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="BadInputException">The file cannot be used, or lacks a column that was named.</exception>
    public static AuditedTexts Open(string path, string? text, string textOption, AuditRequest request, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var file = TextFile.Open(path, ColumnSurvey.FormatOf(path), progress, cancellation);
        try
        {
            ColumnSurvey.RefuseMissing(textOption, text, file.Columns);
            ColumnSurvey.RefuseMissing("--label", request.Label, file.Columns);
            ColumnSurvey.RefuseMissing("--id", request.Id, file.Columns);
            var survey = ColumnSurvey.Of(file.Columns, file.FirstRows(Surveyed, cancellation));
            var guessed = text ?? survey.Text ?? throw new BadInputException(path, "It has no columns.", "a column with texts");
            var id = request.Id ?? survey.Id;
            return new AuditedTexts(path, file, new TextColumns { Text = guessed, Label = request.Label, Id = id == guessed ? null : id });
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The file as reports name it.</summary>
    public AuditedFile Described(int texts, int empty) => new(Path.GetFileName(path), File.Digest, texts, empty, Columns.Text, Columns.Id);

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();
}
