using Pipeline.Audits.Distances;
using Pipeline.Audits.Membership;
using Pipeline.Audits.Text;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;

namespace Pipeline.Audits;

/// <summary>
/// Asks whether somebody who sees the synthetic text alone can tell whom it was learned from: attacks score the units of the training
/// part and those kept aside, and what they find in both alike is no leak. A holdout or training part without records gives no findings.
/// </summary>
public sealed class MembershipAudit : Audit
{
    // The word model of the synthetic text: trigrams, interpolated, so that single words count where no longer run is known.
    private const int Order = 3;
    private const double Smoothing = .01;
    private static readonly double[] Weights = [.1, .3, .6];

    private const string Exact = "exact matches over holdout", Runs = "n-gram matches over holdout", Entities = "entity matches over holdout";

    private const int MostInstances = 20;

    private static readonly string[] Signals = [LikelihoodSignal.SignalName, RatioSignal.SignalName, ZlibSignal.SignalName, ClosestTextSignal.SignalName];

    private readonly AuditInputs inputs;
    private readonly int words;

    /// <summary>Attacks with what there is.</summary>
    /// <param name="inputs">Without vectors there is no attack by distance, without reference texts none by ratio.</param>
    /// <param name="words">Words of a run that a record is recognised by.</param>
    public MembershipAudit(AuditInputs inputs, int words = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(words, 1);
        this.inputs = inputs;
        this.words = words;
    }

    /// <inheritdoc/>
    public override string Name => "membership";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures { get; } = [.. AttackFindings.Measures(Signals), Exact, Runs, Entities];

    /// <inheritdoc/>
    protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var (training, holdout) = (Open(context.Training), Open(context.Holdout));
        if (training.Count == 0 || holdout.Count == 0) yield break;
        var rows = context.Candidate.Rows;
        if (rows.Count == 0) throw new CannotMeasureException("the candidate holds no texts");
        List<MembershipSignal> signals = [.. SignalsFor(context, training.Count, holdout.Count, cancellation)];
        var traces = new Traces(rows, words);
        UnitsOfPart Score(RecordStream records, Against part)
        {
            using var source = new SourcePart(Name, part, records, context, progress, cancellation);
            return UnitsOfPart.Of(source, part, signals, traces);
        }
        var (members, nonMembers) = (Score(training, Against.Training), Score(holdout, Against.Holdout));

        var attacks = signals.Select((signal, i) => new Attack(signal.Name, members.Scores(i), nonMembers.Scores(i))).ToList();
        foreach (var measurement in AttackFindings.Of(attacks, "unit")) yield return measurement;
        foreach (var (kind, measure, what) in new[]
        {
            (TraceKind.Exact, Exact, "is one of the texts, apart from case, spacing and invisible characters"),
            (TraceKind.Run, Runs, $"shares {words} words in a row with a text"),
            (TraceKind.Entity, Entities, "shares a name, an address, a number or another personal value with a text"),
        })
        {
            var (found, byChance) = (members.Found(kind), nonMembers.Found(kind));
            yield return new Measurement
            {
                Measure = measure,
                Against = Against.Training,
                Statistic = new Excess(new Proportion(found.Count, members.Count), new Proportion(byChance.Count, nonMembers.Count)),
                Unit = MeasureUnit.Share,
                NoLeak = 0,
                Meaning = $"A record of {found.Count} of {members.Count} training units {what}, and of {byChance.Count} of {nonMembers.Count} units kept aside; only the difference is a leak.",
                Instances = [.. found.Take(MostInstances).Select(place => new Instance(rows[place.Row].Id, RecordNames.Of(place.Record), "may be by chance, as in the holdout"))],
            };
        }
    }

    private IEnumerable<MembershipSignal> SignalsFor(AuditContext context, int training, int holdout, CancellationToken cancellation)
    {
        var synthetic = ModelOf(context.Candidate.Rows.Select(row => row.Text));
        yield return new LikelihoodSignal(synthetic);
        if (inputs.Reference.Count > 0) yield return new RatioSignal(synthetic, ModelOf(inputs.Reference));
        yield return new ZlibSignal(synthetic);
        if (inputs.Embedded is not { } embedded) yield break;
        NearestRecord[] Nearest(LabelledVectors records, int count) => records.Count == count
            ? NearestRecords.Of(records.Vectors, embedded.Candidate.Vectors, VectorDistance.Cosine, context.Resources.Workers, cancellation)
            : throw new InvalidOperationException("There is not one vector a record.");
        yield return new ClosestTextSignal(Nearest(Open(embedded.Training), training), Nearest(Open(embedded.Holdout), holdout));
    }

    private static NGramModel ModelOf(IEnumerable<string> texts) =>
        new([.. texts.Select(text => RecordText.WordsOf(TextNormaliser.Full(text)))], Order, Smoothing, leastCount: 1, Weights);
}
