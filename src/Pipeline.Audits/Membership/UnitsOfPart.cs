using Pipeline.Core.Evidence;

namespace Pipeline.Audits.Membership;

/// <summary>
/// What attacks make of each unit of one part of the source. A unit's score is the greatest of its records' scores: a unit leaks
/// through whichever of its records does. Units and not records are counted, since records of one unit resemble each other.
/// </summary>
internal sealed class UnitsOfPart
{
    private readonly Dictionary<string, Unit> units = new(StringComparer.Ordinal);
    private readonly int signals;

    private UnitsOfPart(int signals) => this.signals = signals;

    /// <summary>Walks through a part's records; they are looked at side by side and counted in order.</summary>
    /// <param name="source">The part.</param>
    /// <param name="part">Which it is.</param>
    /// <param name="signals">Score records.</param>
    /// <param name="traces">Recognise records; null for attacks that do not.</param>
    public static UnitsOfPart Of(SourcePart source, Against part, IReadOnlyList<MembershipSignal> signals, Traces? traces)
    {
        var all = new UnitsOfPart(signals.Count);
        foreach (var (record, looked) in source.Map(source.Records().Index(), numbered => (numbered.Item, Look(new RecordText(numbered.Item, part, numbered.Index)))))
        {
            var unit = all.UnitOf(record.Unit);
            for (var i = 0; i < signals.Count; i++) unit.Scores[i] = Math.Max(unit.Scores[i], looked.Scores[i]);
            foreach (var kind in Traces.Kinds)
                if (looked.Rows[(int)kind] is { } row) unit.Traces[(int)kind] ??= (row, source.TagOf(record));
        }
        return all;

        (double[] Scores, int?[] Rows) Look(RecordText text) =>
            ([.. signals.Select(signal => signal.ScoreOf(text))], [.. Traces.Kinds.Select(kind => traces?.RowOf(text, kind))]);
    }

    /// <summary>How many units there are.</summary>
    public int Count => units.Count;

    /// <summary>Every unit's score by one signal.</summary>
    public double[] Scores(int signal)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(signal, signals);
        return [.. units.Values.Select(unit => unit.Scores[signal])];
    }

    /// <summary>Where units were recognised: the candidate's row and the record's tag, one a unit.</summary>
    public IReadOnlyList<(int Row, ulong Record)> Found(TraceKind kind) => [.. units.Values.Select(unit => unit.Traces[(int)kind]).OfType<(int, ulong)>()];

    private Unit UnitOf(string name)
    {
        if (!units.TryGetValue(name, out var unit)) units.Add(name, unit = new Unit(signals));
        return unit;
    }

    private sealed class Unit(int signals)
    {
        public double[] Scores { get; } = [.. Enumerable.Repeat(double.NegativeInfinity, signals)];

        public (int Row, ulong Record)?[] Traces { get; } = new (int, ulong)?[Membership.Traces.Kinds.Count];
    }
}
