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

    private readonly string path;
    private readonly int text, label = -1, id = -1, unit = -1;
    private readonly IReadOnlyList<string>? labels;
    private readonly HashSet<string> declared;
    private readonly Dictionary<string, string>? rowOfId;
    private readonly List<Problem> problems = [];

    /// <summary>Records of a pipeline's source: labels are declared, ids occur once.</summary>
    public RecordMapping(SourceRequest request)
        : this(request.Path, new TextColumns { Text = request.Text, Label = request.Label, Id = request.Id }, request.Unit, request.Labels, uniqueIds: true)
    {
    }

    /// <summary>Records of any file of texts.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="columns">What its columns mean.</param>
    /// <param name="owner">Column with whom a record belongs to, or null.</param>
    /// <param name="labels">The labels there may be; null allows any.</param>
    /// <param name="uniqueIds">Whether an id may occur only once, which takes memory for each.</param>
    public RecordMapping(string path, TextColumns columns, string? owner, IReadOnlyList<string>? labels, bool uniqueIds)
    {
        this.path = path;
        this.labels = labels;
        declared = new HashSet<string>(labels ?? [], StringComparer.Ordinal);
        rowOfId = uniqueIds ? new Dictionary<string, string>(StringComparer.Ordinal) : null;
        var asked = new List<string>();
        text = Add(columns.Text);
        if (columns.Label is not null) label = Add(columns.Label);
        if (columns.Id is not null) id = Add(columns.Id);
        if (owner is not null) unit = Add(owner);
        Columns = asked;

        int Add(string name)
        {
            asked.Add(name);
            return asked.Count - 1;
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
        var of = label < 0 ? "" : LabelIn(row);
        var written = row.Values[text] as string;
        if (row.Values[text] is null) Note(row, $"The column '{Columns[text]}' has no value.", "a text, empty if need be");
        else if (written is null) Note(row, $"The column '{Columns[text]}' holds no text but {KindOf(row.Values[text])}.", "text");
        if (id >= 0 && name is not null && rowOfId?.TryAdd(name, row.Where) == false) Note(row, $"Its id is the same as that of {rowOfId[name]}.", "ids that occur once");
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
        if (labels is null) return row.Values[label]?.ToString() ?? "";
        var value = row.Values[label] is bool truth ? (truth ? "true" : "false") : NameIn(row, label, "label");
        if (value is null || declared.Contains(value)) return value;
        // What stands there may be anything, private text too; only the label that it nearly is may be named.
        var near = value.Length <= LongestLabel && value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ') ? NearestName.Of(value.Trim(), labels) : null;
        Note(row, "Its label is not one of those that the task declares.", string.Join(", ", labels), near);
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
        problems.Add(new Problem($"{path}, {row.Where}", what, expected, nearest));

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
