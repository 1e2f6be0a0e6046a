using Pipeline.Core.Inputs;
using Pipeline.Data.Sources;

namespace Pipeline.Cli.Starting;

/// <summary>Columns a person named; null where a guess is wanted.</summary>
internal sealed record ColumnChoice(string? Text, string? Label, string? Unit, string? Id);

/// <summary>
/// Which columns of a file play which part. The text is the column of the longest values, the label the first with few
/// distinct values. Whom to protect is never guessed: that is for a person to say.
/// </summary>
internal sealed record ColumnGuess(string Path, SourceFormat Format, string Text, string Label, IReadOnlyList<string> Labels, string? Unit, string? Id)
{
    public static ColumnGuess Of(string path, ColumnChoice choice, CancellationToken cancellation)
    {
        var format = ColumnSurvey.FormatOf(path);
        using var table = SourceTable.Open(path, format, null, null, cancellation);
        foreach (var (option, name) in new[] { ("--text", choice.Text), ("--label", choice.Label), ("--unit", choice.Unit), ("--id", choice.Id) })
            ColumnSurvey.RefuseMissing(option, name, table.Columns);
        var survey = ColumnSurvey.Of(table.Columns, table.Rows(table.Columns, cancellation));
        var text = choice.Text ?? survey.Text
            ?? throw new BadInputException(path, "It has no columns.", "a column with texts and a column with labels");
        var label = survey.Columns.FirstOrDefault(column => column.Name == (choice.Label ?? LabelOf(survey.Columns, text)))
            ?? throw new BadInputException(path, "No column looks like labels.", $"a column with 2 to {ColumnSurvey.MostLabels} different short values, or --label COLUMN");
        if (label.Values is not { Count: >= 2 } values)
            throw new BadInputException(path, $"Column '{label.Name}' cannot be the label.", $"2 to {ColumnSurvey.MostLabels} different values of at most {ColumnSurvey.LongestLabel} characters");
        return new ColumnGuess(System.IO.Path.GetFullPath(path), format, text, label.Name, [.. values.Order(StringComparer.Ordinal)], choice.Unit,
            choice.Id ?? survey.Id);
    }

    private static string? LabelOf(IReadOnlyList<ColumnSurvey.Column> columns, string text)
    {
        var possible = columns.Where(column => column.Name != text && column.Values is { Count: >= 2 }).ToList();
        return (possible.Find(column => column.Name.Contains("label", StringComparison.OrdinalIgnoreCase)
                || column.Name.Contains("class", StringComparison.OrdinalIgnoreCase) || column.Name.Contains("category", StringComparison.OrdinalIgnoreCase))
            ?? possible.FirstOrDefault())?.Name;
    }
}
