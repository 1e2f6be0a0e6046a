using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;

namespace Pipeline.Audits.Usefulness;

/// <summary>
/// The same question as <see cref="UsefulnessAudit"/>, asked of a judge that had no part in making the texts: logistic
/// regression on the embeddings of another model. Besides accuracy: how few texts suffice, whether the labels are right, and
/// how much of the private texts' topics is reached. Internal: its numbers are computed on private data without noise.
/// </summary>
/// <param name="inputs">Embeddings of unit length; the private ones stay sealed until the audit runs.</param>
public sealed class JudgeAudit(UsefulnessInputs inputs) : Audit
{
    /// <summary>The name policies use.</summary>
    public const string AuditName = "judge";

    /// <summary>Measure names beside those of <see cref="UsefulnessAudit"/>.</summary>
    public const string
        LabelFidelity = "label fidelity of the candidate",
        LabelFidelityOfZeroShot = "label fidelity of zero-shot texts",
        CoverageOfCandidate = "coverage by the candidate",
        CoverageOfPrivate = "coverage by as many private texts",
        CoverageOfZeroShot = "coverage by zero-shot texts",
        SpreadOfCandidate = "spread of the candidate",
        SpreadOfPrivate = "spread of private texts",
        SpreadOfZeroShot = "spread of zero-shot texts";

    private readonly JudgeLearner judge = new();

    /// <inheritdoc/>
    public override string Name => AuditName;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => AllMeasures;

    /// <summary>Every measure, for checking policies before a run.</summary>
    public static IReadOnlyList<string> AllMeasures { get; } =
    [
        .. Comparison.Measures, .. LowDataCurve.Measures, LabelFidelity, LabelFidelityOfZeroShot,
        CoverageOfCandidate, CoverageOfPrivate, CoverageOfZeroShot, SpreadOfCandidate, SpreadOfPrivate, SpreadOfZeroShot,
    ];

    /// <summary>Sizes of the training sets of the low-data curve.</summary>
    public static IReadOnlyList<int> CurveSizes => LowDataCurve.Sizes;

    /// <summary>Kinds of training set of the low-data curve: candidate, private, zero-shot.</summary>
    public static IReadOnlyList<string> CurveKinds => LowDataCurve.Kinds;

    /// <summary>The measure's name of one point of the low-data curve.</summary>
    public static string CurveMeasure(int size, string kind) => LowDataCurve.Measure(size, kind);

    /// <inheritdoc/>
    protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var (training, holdout) = (Open(inputs.Training), Open(inputs.Holdout));
        return new Comparison(inputs, judge, "the judge").Of(training, holdout, progress, AuditName, cancellation)
            .Concat(LowDataCurve.Of(inputs, training, holdout, judge, cancellation))
            .Concat(Fidelity(training, cancellation))
            .Concat(Covered(training, holdout, cancellation))
            .Concat(Spreads(training));
    }

    private IEnumerable<Measurement> Fidelity(LabelledVectors training, CancellationToken cancellation)
    {
        Proportion Agreeing(LabelledVectors set)
        {
            var labels = judge.Label(training, set.Vectors, cancellation);
            return new Proportion(labels.Where((label, i) => label == set.Labels[i]).Count(), set.Count);
        }
        const string Meaning = "whose label the judge agrees with after training on all private texts.";
        yield return Comparison.Share(LabelFidelity, Agreeing(inputs.Candidate), "Texts of the candidate " + Meaning, Against.Training);
        yield return Comparison.Share(LabelFidelityOfZeroShot, Agreeing(inputs.ZeroShot), "Zero-shot texts " + Meaning, Against.Training);
    }

    private IEnumerable<Measurement> Covered(LabelledVectors training, LabelledVectors holdout, CancellationToken cancellation)
    {
        var random = new Random(inputs.Seed + 2);
        var perClass = Drawing.PerClass(inputs.Candidate.Labels, inputs.Classes);
        double[][] real = [.. holdout.Vectors];
        random.Shuffle(real);
        var coverage = Coverage.Among(real[..Math.Min(real.Length, Coverage.MostTexts)], cancellation);
        Statistic By(IReadOnlyList<LabelledVectors> sets) => Crossed.Of([.. sets.Select(set => coverage.By(set.Vectors))]);
        var meaning = $"Private holdout texts that have a nearer neighbour in the set than their own {Coverage.Neighbours}th nearest among themselves: ";
        yield return Comparison.Share(CoverageOfCandidate, By([inputs.Candidate]), meaning + "by the candidate.");
        yield return Comparison.Share(CoverageOfPrivate, By(Drawing.Sets(training, perClass, inputs.Draws, random)), meaning + "by as many private training texts, mean of draws.");
        yield return Comparison.Share(CoverageOfZeroShot, By(Drawing.Sets(inputs.ZeroShot, perClass, inputs.Draws, random)), meaning + "by as many zero-shot texts, mean of draws.");
    }

    private IEnumerable<Measurement> Spreads(LabelledVectors training)
    {
        yield return Spread(SpreadOfCandidate, inputs.Candidate, Against.CandidateAlone);
        yield return Spread(SpreadOfPrivate, training, Against.Training);
        yield return Spread(SpreadOfZeroShot, inputs.ZeroShot, Against.CandidateAlone);

        static Measurement Spread(string measure, LabelledVectors set, Against against) => new()
        {
            Measure = measure,
            Against = against,
            Statistic = new Census(Coverage.Spread(set.Vectors), set.Count),
            Meaning = "Mean of 1 - cosine over all pairs of texts: 0 when all say the same.",
            Unit = MeasureUnit.Number,
        };
    }
}
