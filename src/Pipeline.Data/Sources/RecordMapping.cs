using Pipeline.Core.Corpora;
using Pipeline.Core.Inputs;

namespace Pipeline.Data.Sources;

/// <summary>Turns rows into records, and notes what is wrong with them without repeating what they hold.</summary>
internal sealed class RecordMapping
{
    /// <summary>Beyond this many problems a file is not worth listing further.</summary>
    private const int MostProblems = 20;

    /// <summary>A longer value in the label column is more likely text than a label misspelt, so it is compared with nothing.</summary>
    private const int LongestLabel = 24;

    private readonly SourceRequest request;
    private readonly int text, label, id = -1, unit = -1;
    private readonly HashSet<string> labels;
    private readonly Dictionary<string, string> rowOfId = new(StringComparer.Ordinal);
    private readonly List<Problem> problems = [];

    public RecordMapping(SourceRequest request)
    {
        this.request = request;
        labels = new HashSet<string>(request.Labels, StringComparer.Ordinal);
        var columns = new List<string>();
        text = Add(request.Text);
        label = Add(request.Label);
        if (request.Id is not null) id = Add(request.Id);
        if (request.Unit is not null) unit = Add(request.Unit);
        Columns = columns;

        int Add(string name)
        {
            columns.Add(name);
            return columns.Count - 1;
        }
    }

    /// <summary>The columns that it asks of the table.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The record of a row; null when something is wrong with it, which is then noted.</summary>
    public SourceRecord? Map(TableRow row)
    {
        var before = problems.Count;
        var name = id < 0 ? row.Number.ToString() : NameIn(row, id, "id");
        var owner = unit < 0 ? name : NameIn(row, unit, "unit");
        var of = LabelIn(row);
        var written = row.Values[text] as string;
        if (row.Values[text] is null) Note(row, $"The column '{request.Text}' has no value.", "a text, empty if need be");
        else if (written is null) Note(row, $"The column '{request.Text}' holds no text but {KindOf(row.Values[text])}.", "text");
        if (id >= 0 && name is not null && !rowOfId.TryAdd(name, row.Where)) Note(row, $"Its id is the same as that of {rowOfId[name]}.", "ids that occur once");
        if (problems.Count >= MostProblems) ThrowIfAny();
        return problems.Count == before ? new SourceRecord(name!, owner!, of!, written!) : null;
    }

    /// <summary>Throws when anything was wrong.</summary>
    /// <exception cref="BadInputException">Every problem noted.</exception>
    public void ThrowIfAny()
    {
        if (problems.Count > 0) throw new BadInputException(problems);
    }

    private string? LabelIn(TableRow row)
    {
        var value = row.Values[label] is bool truth ? (truth ? "true" : "false") : NameIn(row, label, "label");
        if (value is null || labels.Contains(value)) return value;
        // What stands there may be anything, private text too; only the label that it nearly is may be named.
        var near = value.Length <= LongestLabel && value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ') ? NearestName.Of(value.Trim(), request.Labels) : null;
        Note(row, "Its label is not one of those that the task declares.", string.Join(", ", request.Labels), near);
        return null;
    }

    private string? NameIn(TableRow row, int column, string role)
    {
        var value = row.Values[column];
        var name = value switch
        {
            string written => written,
            sbyte or byte or short or ushort or int or uint or long or ulong or Guid => value.ToString(),
            _ => null,
        };
        if (!string.IsNullOrWhiteSpace(name)) return name;
        Note(row, value is null or string ? $"The column '{Columns[column]}' has no value." : $"The column '{Columns[column]}' holds {KindOf(value)}.", $"a text or a whole number as {role}");
        return null;
    }

    private void Note(TableRow row, string what, string expected, string? nearest = null) =>
        problems.Add(new Problem($"{request.Path}, {row.Where}", what, expected, nearest));

    private static string KindOf(object? value) => value switch
    {
        bool => "true or false",
        float or double or decimal => "a fraction",
        DateTime or DateOnly or TimeOnly or TimeSpan => "a time",
        byte[] => "bytes",
        IDictionary<string, object?> or List<object?> => "a nested value",
        _ => "a number",
    };
}
