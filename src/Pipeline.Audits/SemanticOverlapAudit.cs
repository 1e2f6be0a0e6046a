using Pipeline.Audits.Distances;
using Pipeline.Audits.Text;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;

namespace Pipeline.Audits;

/// <summary>
/// Asks whether a text says in other words what one record says: nearest records in the judge's space, the training part beside the
/// holdout. Distances alone prove nothing (Yao et al. 2025), so every place is shown with the words it shares, and a suite that names
/// this audit names one of overlap too. A part without records gives no findings.
/// </summary>
public sealed class SemanticOverlapAudit : Audit
{
    private const string Paraphrases = "paraphrases", OtherWords = "paraphrases in other words", OverHoldout = "paraphrases over holdout",
        CloserToTraining = "closer to training", Closest = "closest distance", MeanDistance = "mean distance", MeanRatio = "mean distance ratio";

    private const int MostInstances = 20;

    private readonly AuditInputs inputs;
    private readonly double similarity;

    /// <summary>Compares vectors that were made before.</summary>
    /// <param name="inputs">Without vectors the audit fails with a reason.</param>
    /// <param name="similarity">Cosine from which two texts count as paraphrases.</param>
    public SemanticOverlapAudit(AuditInputs inputs, double similarity = .75)
    {
        this.inputs = inputs;
        this.similarity = similarity;
    }

    /// <inheritdoc/>
    public override string Name => "semantic-overlap";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => [Paraphrases, OtherWords, OverHoldout, CloserToTraining, Closest, MeanDistance, MeanRatio];

    /// <inheritdoc/>
    protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var embedded = inputs.Embedded ?? throw new CannotMeasureException("the texts were not read by the judge's model, which must lie beside the language model");
        var candidate = embedded.Candidate.Vectors;
        if (candidate.Length == 0) throw new CannotMeasureException("the candidate holds no texts");
        var near = new Dictionary<Against, NearestRecord[]>();
        var units = new Dictionary<Against, Proportion>();
        foreach (var (part, records, sealedVectors) in ((Against, RecordStream, LabelledVectors)[])
            [(Against.Training, Open(context.Training), Open(embedded.Training)), (Against.Holdout, Open(context.Holdout), Open(embedded.Holdout))])
        {
            if (records.Count == 0) continue;
            if (sealedVectors.Count != records.Count || candidate.Length != context.Candidate.Rows.Count) throw new InvalidOperationException("There is not one vector a text.");
            near[part] = Nearest(candidate, sealedVectors.Vectors, part, context, progress, cancellation);
            units[part] = Found(sealedVectors, Nearest(sealedVectors.Vectors, candidate, part, context, progress, cancellation));
            var places = Places(context, part, near[part], records, cancellation);
            foreach (var measurement in OfPart(part, near[part], places)) yield return measurement;
        }
        if (near.Count < 2) yield break;
        yield return Over(units[Against.Training], units[Against.Holdout]);
        yield return Closer(near, Open(embedded.Training).Count, Open(embedded.Holdout).Count);
    }

    private IEnumerable<Measurement> OfPart(Against part, NearestRecord[] near, List<Place> places)
    {
        var words = SourcePart.Words(part);
        var other = places.Where(place => place.Shared.Part < NGramOverlap.Reworded * place.Shared.Whole || place.Shared.Whole == 0).ToList();
        yield return Measured(Paraphrases, part, new Proportion(places.Count, near.Length), MeasureUnit.Share, null, places,
            $"{places.Count} of {near.Length} texts are as near as a paraphrase (cosine of at least {similarity:0.##}) to a record of {words}; common requests are so by chance.");
        yield return Measured(OtherWords, part, new Proportion(other.Count, near.Length), MeasureUnit.Share, null, other,
            $"{other.Count} of {near.Length} texts are and share fewer than {NGramOverlap.Reworded:P0} of their three-word sequences with that record, so audits of overlap do not see them.");
        yield return Measured(Closest, part, new Census(near.Min(one => one.Distance), near.Length), MeasureUnit.Number, null, [],
            $"The smallest distance (1 - cosine) of any text to a record of {words}.");
        yield return Measured(MeanDistance, part, Mean(near.Select(one => one.Distance)), MeasureUnit.Number, null, [],
            $"The mean distance of a text to the nearest record of {words}; a larger part is nearer by its size alone.");
        if (near.All(one => !double.IsNaN(one.Ratio)))
        {
            yield return Measured(MeanRatio, part, Mean(near.Select(one => one.Ratio)), MeasureUnit.Number, null, [],
                $"The mean of the nearest distance over the second nearest, among records of {words}: near 0 where texts lie beside single records, near 1 in a crowd.");
        }
    }

    private static Measurement Over(Proportion training, Proportion holdout) => Measured(OverHoldout, Against.Training, new Excess(training, holdout), MeasureUnit.Share, 0, [],
        $"A record of {training.K} of {training.N} training units has a paraphrase among the texts, and of {holdout.K} of {holdout.N} units kept aside; only the difference is a leak.");

    private static Measurement Closer(Dictionary<Against, NearestRecord[]> near, int training, int holdout)
    {
        var closer = Distances.Closer.Of(near[Against.Training], near[Against.Holdout]);
        var chance = (double)training / (training + holdout);
        return Measured(CloserToTraining, Against.Training, new Proportion(closer.ToFirst, closer.ToFirst + closer.ToSecond), MeasureUnit.Share, chance, [],
            $"{closer.ToFirst} of {closer.ToFirst + closer.ToSecond} texts have their nearest record in the training part; {chance:P1} of all records lie there, so as many would by chance.");
    }

    /// <summary>Texts that are as near as a paraphrase, nearest first, with the words they share with that record.</summary>
    private List<Place> Places(AuditContext context, Against part, NearestRecord[] near, RecordStream records, CancellationToken cancellation)
    {
        var rows = near.Index().Where(one => 1 - one.Item.Distance >= similarity).ToLookup(one => one.Item.Index, one => one.Index);
        var places = new List<Place>();
        if (rows.Count == 0) return places;
        foreach (var (number, record) in records.Read(cancellation).Index())
        {
            foreach (var row in rows[number])
            {
                var shared = NGramOverlap.Of(context.Candidate.Rows[row].Text, record.Text);
                places.Add(new Place(near[row].Distance, shared, new Instance(context.Candidate.Rows[row].Id, context.Names.Of(record.Id),
                    $"cosine {1 - near[row].Distance:0.000}, {shared.Part} of {shared.Whole} sequences of three words shared")));
            }
        }
        return [.. places.OrderBy(place => place.Distance)];
    }

    private NearestRecord[] Nearest(
        double[][] vectors, double[][] among, Against part, AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        NearestRecords.Of(vectors, among, VectorDistance.Cosine, context.Resources.Workers, cancellation,
            done => progress?.Report(new StageProgress($"{Name} against {SourcePart.Words(part)}", done, vectors.Length, "vectors")));

    /// <summary>Units of which a record has a paraphrase among the texts.</summary>
    private Proportion Found(LabelledVectors records, NearestRecord[] near)
    {
        var units = records.Units.Zip(near).GroupBy(pair => pair.First, StringComparer.Ordinal).ToList();
        return new Proportion(units.Count(unit => unit.Any(pair => 1 - pair.Second.Distance >= similarity)), units.Count);
    }

    private static Average Mean(IEnumerable<double> values)
    {
        double[] all = [.. values];
        var mean = all.Average();
        var error = all.Length < 2 ? double.NaN : Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1.0) / all.Length);
        return new Average(mean, error, all.Length);
    }

    private static Measurement Measured(string measure, Against against, Statistic statistic, MeasureUnit unit, double? noLeak, List<Place> places, string meaning) => new()
    {
        Measure = measure,
        Against = against,
        Statistic = statistic,
        Unit = unit,
        NoLeak = noLeak,
        Meaning = meaning,
        Instances = [.. places.Take(MostInstances).Select(place => place.Instance)],
    };

    private sealed record Place(double Distance, Overlap.Share Shared, Instance Instance);

    /// <summary>The words two texts share, as the audit of n-gram overlap counts reworded copies.</summary>
    private static class NGramOverlap
    {
        /// <summary>Its default share from which a text counts as a reworded copy.</summary>
        public const double Reworded = .6;

        private const int Words = 3;

        public static Overlap.Share Of(string text, string record)
        {
            var own = Grams(text);
            var all = own.Count;
            own.IntersectWith(Grams(record));
            return new Overlap.Share(own.Count, all);
        }

        private static HashSet<string> Grams(string text)
        {
            var words = Membership.RecordText.WordsOf(TextNormaliser.Full(text));
            return [.. Enumerable.Range(0, Math.Max(0, words.Length - Words + 1)).Select(i => string.Join(' ', words, i, Words))];
        }
    }
}
