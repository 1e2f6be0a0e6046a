using Pipeline.Core.Corpora;

namespace Pipeline.Tests.Audits.Controls;

/// <summary>A source that synthesisers are tried on: letters to learn from, letters kept aside, and letters by another writer.</summary>
internal sealed class ControlCase
{
    /// <summary>Rows of every candidate.</summary>
    public const int Rows = 120;

    public ControlCase(int seed, int training = 240)
    {
        Seed = seed;
        var writer = new Letters(10 * seed);
        Training = writer.Records(training);
        Holdout = writer.Records(120);
        Kept = [.. writer.Records(Rows).Select((record, i) => new LabelledText($"s-{i}", record.Label, record.Text))];
        Stranger = new Letters((10 * seed) + 5);
        Random = new Random(seed);
    }

    public int Seed { get; }

    public SourceRecord[] Training { get; }

    public SourceRecord[] Holdout { get; }

    /// <summary>More letters by the source's own writer, in neither part.</summary>
    public LabelledText[] Kept { get; }

    /// <summary>Another writer, who shares the lists of words and nothing else.</summary>
    public Letters Stranger { get; }

    public Random Random { get; }

    /// <summary>The first training records, one for each row, changed.</summary>
    public LabelledText[] Copies(Func<string, string> change) =>
        [.. Enumerable.Range(0, Rows).Select(i => new LabelledText($"s-{i}", Training[i].Label, change(Training[i].Text)))];

    /// <summary>Letters by the other writer, some changed.</summary>
    public LabelledText[] Written(Func<int, LabelledText, string> change) =>
        [.. Stranger.Texts(Rows).Select((text, i) => text with { Text = change(i, text) })];
}
