using System.Runtime.InteropServices;
using Pipeline.Audits.People;
using Pipeline.Audits.Text;
using Pipeline.Core.Corpora;

namespace Pipeline.Audits.Membership;

/// <summary>A way in which a record may stand in the candidate.</summary>
internal enum TraceKind
{
    /// <summary>A text is the record, after full normalisation.</summary>
    Exact,

    /// <summary>A text and the record share a run of words.</summary>
    Run,

    /// <summary>A text holds a personal value of the record.</summary>
    Entity,
}

/// <summary>What of the candidate can be recognised in a record: whole texts, runs of words, personal values.</summary>
internal sealed class Traces
{
    /// <summary>Every kind, in order.</summary>
    public static IReadOnlyList<TraceKind> Kinds { get; } = [TraceKind.Exact, TraceKind.Run, TraceKind.Entity];

    private readonly Dictionary<string, int> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> runsBySpan;
    private readonly Dictionary<Value, int> values = [];
    private readonly HashSet<PersonalKind> kinds = [];
    private readonly int words;

    /// <param name="rows">The candidate.</param>
    /// <param name="words">Words of a run.</param>
    public Traces(IReadOnlyList<LabelledText> rows, int words)
    {
        this.words = words;
        runsBySpan = runs.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var (row, text) in rows.Index())
        {
            var normalised = TextNormaliser.Full(text.Text);
            texts.TryAdd(normalised, row);
            var own = RecordText.WordsOf(normalised);
            for (var i = 0; i + words <= own.Length; i++) runs.TryAdd(string.Join(' ', own, i, words), row);
            foreach (var value in PersonalData.Find(text.Text, PersonalData.Kinds))
            {
                values.TryAdd(new Value(value.Kind, value.Key), row);
                kinds.Add(value.Kind);
            }
        }
    }

    /// <summary>The first row in which a record can be recognised, or null.</summary>
    public int? RowOf(RecordText record, TraceKind kind) => kind switch
    {
        TraceKind.Exact => texts.TryGetValue(record.Normalised, out var row) ? row : null,
        TraceKind.Run => Run(record),
        _ => Entity(record),
    };

    private int? Run(RecordText record)
    {
        if (record.Words.Length < words || runs.Count == 0) return null;
        // A run is a stretch of the words joined by spaces, so that none need be put together to be looked up.
        var joined = string.Join(' ', record.Words);
        var starts = new int[record.Words.Length + 1];
        for (var i = 0; i < record.Words.Length; i++) starts[i + 1] = starts[i] + record.Words[i].Length + 1;
        for (var i = 0; i + words <= record.Words.Length; i++)
            if (runsBySpan.TryGetValue(joined.AsSpan(starts[i], starts[i + words] - 1 - starts[i]), out var row)) return row;
        return null;
    }

    private int? Entity(RecordText record)
    {
        if (kinds.Count == 0) return null;
        foreach (var value in PersonalData.Find(record.Text, kinds))
            if (values.TryGetValue(new Value(value.Kind, value.Key), out var row)) return row;
        return null;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Value(PersonalKind Kind, string Key);
}
