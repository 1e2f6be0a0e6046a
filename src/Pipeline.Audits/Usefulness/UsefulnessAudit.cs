using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;

namespace Pipeline.Audits.Usefulness;

/// <summary>
/// Does the candidate train a model as the private text would? A softmax head over the public feature map is trained on
/// the candidate, on all private training texts, on as many private texts as the candidate has, and on as many zero-shot
/// texts; each is tried on the private holdout. Internal: its numbers are computed on private data without noise.
/// </summary>
public sealed class UsefulnessAudit : Audit
{
    /// <summary>Measure names, as the report and policies use them.</summary>
    public const string
        OfRelease = "accuracy of the candidate",
        OfAllPrivate = "accuracy of all private texts",
        OfSomePrivate = "accuracy of as many private texts",
        OfZeroShot = "accuracy of zero-shot texts",
        OfLargestClass = "accuracy of always guessing the commonest label",
        Gain = "gain over zero-shot texts";

    /// <summary>The name policies use.</summary>
    public const string AuditName = "usefulness";

    private const string Balanced = "balanced ";

    /// <summary>L2 term of the heads' training, the same for every set and the certificate.</summary>
    public const double Lambda = 1e-3;

    private readonly UsefulnessInputs inputs;

    /// <summary>Uses feature vectors computed before: the private ones stay sealed until the audit runs.</summary>
    public UsefulnessAudit(UsefulnessInputs inputs) => this.inputs = inputs;

    /// <inheritdoc/>
    public override string Name => AuditName;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => AllMeasures;

    /// <summary>Every measure, for checking policies before a run.</summary>
    public static IReadOnlyList<string> AllMeasures { get; } =
    [
        .. new[] { OfRelease, OfAllPrivate, OfSomePrivate, OfZeroShot }.SelectMany(name => new[] { name, Balanced + name }), OfLargestClass, Gain,
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var training = Open(inputs.Training);
        var holdout = Open(inputs.Holdout);
        var random = new Random(inputs.Seed);
        var perClass = Enumerable.Range(0, inputs.Classes).Select(c => inputs.Candidate.Labels.Count(label => label == c)).ToArray();
        var steps = 0;

        Accuracy Try(params IReadOnlyList<LabelledVectors> sets)
        {
            var accuracy = Accuracy.Of(sets, holdout, inputs.Classes, Lambda, cancellation);
            progress?.Report(new StageProgress("usefulness", ++steps, 4, "training sets"));
            return accuracy;
        }

        var release = Try(inputs.Candidate);
        var allPrivate = Try(training);
        var somePrivate = Try([.. Enumerable.Range(0, inputs.Draws).Select(_ => Draw(training, perClass, random))]);
        var zeroShot = Try([.. Enumerable.Range(0, inputs.Draws).Select(_ => Draw(inputs.ZeroShot, perClass, random))]);

        var n = inputs.Candidate.Count;
        foreach (var (name, accuracy, of) in new[]
        {
            (OfRelease, release, $"the candidate's {n} texts"),
            (OfAllPrivate, allPrivate, $"all {training.Count} private training texts"),
            (OfSomePrivate, somePrivate, $"{n} private texts, mean of {inputs.Draws} draws"),
            (OfZeroShot, zeroShot, $"{n} texts the model writes without having learned anything, mean of {inputs.Draws} draws"),
        })
        {
            yield return Share(name, accuracy.Plain(), $"Holdout texts labelled rightly by a head trained on {of}.");
            yield return Share(Balanced + name, accuracy.Balanced(), $"The same, each label counted alike, for {of}.");
        }
        yield return Share(OfLargestClass, new Census(LargestClass(holdout), holdout.Count), "What guessing the holdout's commonest label would reach.");
        yield return Share(Gain, release.GainOver(zeroShot), "Balanced accuracy of the candidate less that of zero-shot texts, paired on the same holdout texts.");
    }

    private static Measurement Share(string measure, Statistic statistic, string meaning) =>
        new() { Measure = measure, Against = Against.Holdout, Statistic = statistic, Meaning = meaning, Unit = MeasureUnit.Share };

    private double LargestClass(LabelledVectors holdout) => holdout.Count == 0
        ? double.NaN
        : Enumerable.Range(0, inputs.Classes).Max(c => holdout.Labels.Count(label => label == c)) / (double)holdout.Count;

    /// <summary>Draws without replacement, as many of each class as the candidate has, or all there are.</summary>
    private static LabelledVectors Draw(LabelledVectors pool, int[] perClass, Random random)
    {
        var order = Enumerable.Range(0, pool.Count).ToArray();
        random.Shuffle(order);
        var left = (int[])perClass.Clone();
        var drawn = order.Where(i => left[pool.Labels[i]]-- > 0).ToList();
        return new LabelledVectors([.. drawn.Select(i => pool.Vectors[i])], [.. drawn.Select(i => pool.Labels[i])], []);
    }
}

/// <summary>What the usefulness audit compares.</summary>
/// <param name="Training">phi of the private training texts.</param>
/// <param name="Holdout">phi of the private holdout texts.</param>
/// <param name="Candidate">phi of the candidate's texts.</param>
/// <param name="ZeroShot">phi of texts proposed for each class, whatever they turned out to be.</param>
/// <param name="Classes">Number of labels.</param>
/// <param name="Draws">How many sets are drawn from private and zero-shot texts.</param>
/// <param name="Seed">Decides the draws.</param>
public sealed record UsefulnessInputs(
    Private<LabelledVectors> Training, Private<LabelledVectors> Holdout, LabelledVectors Candidate, LabelledVectors ZeroShot, int Classes, int Draws = 10, int Seed = 1);
