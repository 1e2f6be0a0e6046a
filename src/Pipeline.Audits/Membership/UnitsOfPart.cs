using Pipeline.Core;
using Pipeline.Core.Corpora;
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

    /// <summary>Walks through a part's records.</summary>
    public static UnitsOfPart Of(
        RecordStream records, Against part, IReadOnlyList<MembershipSignal> signals, Traces? traces, AuditContext context, string audit,
        IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var all = new UnitsOfPart(signals.Count);
        var number = 0;
        foreach (var record in records.Read(cancellation))
        {
            var text = new RecordText(record, part, number++);
            var unit = all.UnitOf(record.Unit);
            foreach (var (i, signal) in signals.Index()) unit.Scores[i] = Math.Max(unit.Scores[i], signal.ScoreOf(text));
            foreach (var kind in Traces.Kinds)
                if (traces is not null && unit.Traces[(int)kind] is null && traces.RowOf(text, kind) is { } row) unit.Traces[(int)kind] = (row, context.Names.TagOf(record.Id));
            progress?.Report(new StageProgress($"{audit} against {SourcePart.Words(part)}", number, records.Count, "records"));
        }
        return all;
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
