using Pipeline.Audits.Planted;
using Pipeline.Core;
using Pipeline.Core.Canaries;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;

namespace Pipeline.Audits;

/// <summary>What the audit of planted canaries is given.</summary>
/// <param name="Canaries">All of them, put in or left out.</param>
/// <param name="Learned">The sealed records that synthesis learned from: which canaries are in, only they say.</param>
/// <param name="Delta">The delta that the pipeline file asks for.</param>
/// <param name="TargetScores">What the released target says of each canary; null where no target was released.</param>
public sealed record PlantedInputs(PlantedCanaries Canaries, Private<Corpus> Learned, double Delta, IReadOnlyList<double>? TargetScores);

/// <summary>
/// Asks of planted canaries, each put in or left out by a fair coin, whether anybody can tell which: from the synthetic texts alone,
/// and from the released target. Bounds epsilon of the whole run from below (Steinke, Nasr, Jagielski 2023).
/// </summary>
public sealed class CanaryAudit(PlantedInputs inputs) : Audit
{
    /// <summary>The name policies use.</summary>
    public const string AuditName = PlantedCanaries.AuditName;

    private const int MostInstances = 20;

    private const string
        FromTexts = "epsilon lower bound from the texts",
        FromTarget = "epsilon lower bound from the target",
        Found = "planted canaries found",
        Excess = "exposure over those left out";

    /// <summary>Every measure, for checking policies before a run.</summary>
    public static IReadOnlyList<string> AllMeasures { get; } = [PlantedCanaries.TextsMeasure, Found, Excess, FromTexts, FromTarget];

    /// <inheritdoc/>
    public override string Name => AuditName;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => AllMeasures;

    /// <inheritdoc/>
    protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var all = inputs.Canaries.All;
        var units = Open(inputs.Learned).Records.Select(record => record.Unit).ToHashSet(StringComparer.Ordinal);
        bool[] isIn = [.. all.Select(canary => units.Contains(canary.Unit))];
        if (isIn.All(put => put) || isIn.All(put => !put)) throw new CannotMeasureException("all coins of its canaries fell on one side, so there is nothing to tell apart");

        var (rows, traces) = (context.Candidate.Rows, new CanaryTraces(context.Candidate));
        var held = rows.SelectMany(row => inputs.Canaries.WordsIn(row.Text)).ToHashSet(StringComparer.Ordinal);
        var places = rows.Select(row => (row.Id, Words: inputs.Canaries.WordsIn(row.Text).Count())).Where(place => place.Words > 0).ToList();
        yield return Shown(PlantedCanaries.TextsMeasure, new Census(places.Count, rows.Count), MeasureUnit.Count,
            $"{places.Count} of {rows.Count} texts hold a secret word of a canary; one is enough to refuse the release.",
            instances: [.. places.Take(MostInstances).Select(place => new Instance(place.Id, null, $"{place.Words} secret words"))]);
        int[] put = [.. Enumerable.Range(0, all.Count).Where(i => isIn[i])];
        var found = put.Count(i => all[i].Secret.Any(held.Contains));
        yield return Shown(Found, new Proportion(found, put.Length), MeasureUnit.Share, $"Of {put.Length} canaries that were put in, {found} stand in the texts, with one secret word at least.", noLeak: 0);

        var scores = new double[all.Count][];
        for (var i = 0; i < all.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            scores[i] = [.. traces.Scores(all[i])];
            progress?.Report(new StageProgress(AuditName, i + 1, all.Count, "canaries"));
        }
        yield return Exposed([.. scores.Select(own => own[CanaryTraces.ExposureScore])], isIn);
        var tries = Enumerable.Range(0, scores[0].Length).SelectMany(s => CanaryTries.Of([.. scores.Select(own => own[s])], isIn)).ToList();
        yield return Bound(FromTexts, new OneRunBound(all.Count, tries, inputs.Delta), tries, "the synthetic texts alone");
        if (inputs.TargetScores is not { } target) yield break;
        var seen = CanaryTries.Of(target, isIn).ToList();
        yield return Bound(FromTarget, new OneRunBound(all.Count, seen, inputs.Delta), seen, "the released target");
    }

    private static Measurement Exposed(double[] bits, bool[] isIn)
    {
        var (inside, outside) = (bits.Where((_, i) => isIn[i]).ToList(), bits.Where((_, i) => !isIn[i]).ToList());
        static double Variance(List<double> of) => of.Count < 2 ? double.NaN : of.Sum(x => Math.Pow(x - of.Average(), 2)) / (of.Count - 1);
        var difference = inside.Average() - outside.Average();
        return Shown(Excess, new Average(difference, Math.Sqrt(Variance(inside) / inside.Count + Variance(outside) / outside.Count), bits.Length), MeasureUnit.Number,
            $"Secrets that were put in stand out by {inside.Average():0.00} bits on average, those left out by {outside.Average():0.00}: without a leak both are alike.", noLeak: 0);
    }

    private static Measurement Bound(string measure, OneRunBound bound, List<OneRunGuesses> tries, string from)
    {
        const double Confidence = .95;
        var best = tries.MaxBy(tried => (double)tried.Right / tried.Guesses);
        return Shown(measure, bound, MeasureUnit.Number,
            $"From {from}, at best {best.Right} of {best.Guesses} guesses about {bound.N} canaries were right, over {tries.Count} ways to guess: epsilon of the run is at least {bound.Lower(Confidence):0.00} with confidence {Confidence:P0}, corrected for all of them.");
    }

    private static Measurement Shown(string measure, Statistic statistic, MeasureUnit unit, string meaning, double? noLeak = null, IReadOnlyList<Instance>? instances = null) => new()
    {
        Measure = measure,
        Against = Against.Training,
        Statistic = statistic,
        Unit = unit,
        Meaning = meaning,
        NoLeak = noLeak,
        Instances = instances ?? [],
    };
}
