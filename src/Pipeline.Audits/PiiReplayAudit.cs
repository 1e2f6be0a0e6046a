using System.Runtime.InteropServices;
using Pipeline.Audits.People;
using Pipeline.Core.Evidence;
using Pipeline.Core.Plans;
using Pipeline.Core.Releases;

namespace Pipeline.Audits;

/// <summary>
/// Asks whether a candidate text holds a personal value that a source record holds too, however it is written there. Names of people
/// count apart, since common ones recur by chance: compare them with the holdout. Values of a suite's own patterns count as personal values.
/// </summary>
public sealed class PiiReplayAudit : SourceAudit
{
    /// <summary>Names recur by chance: a candidate that leaks nothing has some too.</summary>
    private const string Names = "replayed names";

    private readonly IReadOnlyList<PatternDetector> patterns;

    /// <summary>Looks for the kinds it knows.</summary>
    public PiiReplayAudit()
        : this([])
    {
    }

    /// <summary>Looks for the kinds it knows and for those of some patterns.</summary>
    /// <param name="patterns">Patterns without a <see cref="ValuePattern.Problem"/>.</param>
    public PiiReplayAudit(IReadOnlyList<ValuePattern> patterns) => this.patterns = [.. patterns.Select(pattern => new PatternDetector(pattern))];

    /// <inheritdoc/>
    public override string Name => "pii-replay";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => ["replayed values", "distinct replayed values", Names];

    private protected override IEnumerable<Measurement> Measure(Candidate candidate, Against against, SourcePart source)
    {
        var all = PersonalData.Kinds.Append(PersonalKind.Custom).ToHashSet();
        var rows = source.ReadEach(candidate.Rows, text => PersonalData.Find(text, all, patterns).ToList());
        var sought = rows.SelectMany(values => values).Select(Identity.Of).ToHashSet();
        var kinds = sought.Select(identity => identity.Kind).ToHashSet();
        var firstRecord = new Dictionary<Identity, int>();
        var number = 0;
        foreach (var found in source.Read(record => PersonalData.Find(record.Text, kinds, patterns).Select(Identity.Of).Where(sought.Contains).ToList()))
        {
            foreach (var identity in found) firstRecord.TryAdd(identity, number);
            number++;
        }
        var part = SourcePart.Words(against);
        var values = Replays(isName: false);
        var names = Replays(isName: true);
        var distinct = values.SelectMany(row => row.Replayed).Select(Identity.Of).Distinct().Count();

        yield return Shown("replayed values", new Proportion(values.Count, rows.Count), MeasureUnit.Share, values,
            $"{values.Count} of {rows.Count} texts hold an e-mail address, a number or another personal value that also stands in {part}.");
        yield return Shown("distinct replayed values", new Census(distinct, rows.Count), MeasureUnit.Count, values,
            $"{distinct} different personal values of {part} stand in the texts, names aside.");
        yield return Shown(Names, new Proportion(names.Count, rows.Count), MeasureUnit.Share, names,
            $"{names.Count} of {rows.Count} texts hold a person's name that also stands in {part}; common names recur by chance.");

        List<(int Row, List<PersonalValue> Replayed)> Replays(bool isName) =>
        [
            .. from row in Enumerable.Range(0, rows.Count)
               let replayed = rows[row].FindAll(value => (value.Kind == PersonalKind.Person) == isName && firstRecord.ContainsKey(Identity.Of(value)))
               where replayed.Count > 0
               select (row, replayed),
        ];

        Measurement Shown(string measure, Statistic statistic, MeasureUnit unit, List<(int Row, List<PersonalValue> Replayed)> replays, string meaning) => new()
        {
            Measure = measure,
            Against = against,
            Statistic = statistic,
            Unit = unit,
            NoLeak = measure == Names ? null : 0,
            Meaning = meaning,
            Instances = Worst(replays.Select(row => ((double)row.Replayed.Count, new Instance(
                candidate.Rows[row.Row].Id,
                source.NameOf(firstRecord[Identity.Of(row.Replayed[0])]),
                $"{row.Replayed.Count} found, first {PersonalData.NameOf(row.Replayed[0].Kind)} at character {row.Replayed[0].Span.Start}")))),
        };
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Identity(PersonalKind Kind, string Key)
    {
        public static Identity Of(PersonalValue value) => new(value.Kind, value.Key);
    }
}
