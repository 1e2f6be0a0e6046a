using Pipeline.Core.Corpora;

namespace Pipeline.Data.Sources;

/// <summary>Counts records as they are read.</summary>
internal sealed class ProfileTally(IReadOnlyList<string> labels)
{
    private static readonly bool[] Parts = [false, true];

    private readonly Dictionary<(bool Aside, string Label), Cell> cells = [];
    private readonly Dictionary<string, int> recordsOfUnit = new(StringComparer.Ordinal);
    private readonly HashSet<string> unitsAside = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (bool InTraining, bool InHoldout)> texts = new(StringComparer.Ordinal);
    private int duplicates;

    public int EmptyTexts { get; set; }

    public void Add(SourceRecord record, bool aside)
    {
        if (!cells.TryGetValue((aside, record.Label), out var cell)) cells[(aside, record.Label)] = cell = new Cell();
        cell.Units.Add(record.Unit);
        cell.Characters.Add(record.Text.EnumerateRunes().Count());
        cell.Words.Add(WordsIn(record.Text));
        recordsOfUnit[record.Unit] = recordsOfUnit.GetValueOrDefault(record.Unit) + 1;
        if (aside) unitsAside.Add(record.Unit);
        if (texts.TryGetValue(record.Text, out var seen)) duplicates++;
        texts[record.Text] = (seen.InTraining || !aside, seen.InHoldout || aside);
    }

    public SourceProfile Finish()
    {
        var rows = (from aside in Parts from label in labels select RowOf(aside, label)).ToList();
        return new SourceProfile
        {
            EmptyTexts = EmptyTexts,
            DuplicateTexts = duplicates,
            TextsInBothParts = texts.Values.Count(seen => seen is { InTraining: true, InHoldout: true }),
            TrainingRecords = rows.Where(row => row.Part == "training").Sum(row => row.Records),
            TrainingUnits = recordsOfUnit.Count - unitsAside.Count,
            HoldoutRecords = rows.Where(row => row.Part == "holdout").Sum(row => row.Records),
            HoldoutUnits = unitsAside.Count,
            LargestUnit = recordsOfUnit.Count == 0 ? 0 : recordsOfUnit.Values.Max(),
            Characters = LengthSummary.Of([.. cells.Values.SelectMany(cell => cell.Characters)]),
            Rows = rows,
        };
    }

    private ProfileRow RowOf(bool aside, string label)
    {
        var cell = cells.GetValueOrDefault((aside, label)) ?? new Cell();
        return new ProfileRow(aside ? "holdout" : "training", label, cell.Words.Count, cell.Units.Count, LengthSummary.Of(cell.Characters), LengthSummary.Of(cell.Words));
    }

    private static int WordsIn(string text)
    {
        var words = 0;
        var inside = false;
        foreach (var c in text)
        {
            var space = char.IsWhiteSpace(c);
            if (!space && !inside) words++;
            inside = !space;
        }
        return words;
    }

    private sealed class Cell
    {
        public HashSet<string> Units { get; } = new(StringComparer.Ordinal);

        public List<int> Characters { get; } = [];

        public List<int> Words { get; } = [];
    }
}
