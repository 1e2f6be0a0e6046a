using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;

namespace Pipeline.Audits.Usefulness;

/// <summary>
/// One learner on four training sets: the candidate, all private texts, as many private texts as the candidate has, and as
/// many zero-shot texts. Public measure names are those of <see cref="UsefulnessAudit"/>.
/// </summary>
internal sealed class Comparison(UsefulnessInputs inputs, Learner learner, string learned)
{
    /// <summary>Every measure it yields.</summary>
    public static IReadOnlyList<string> Measures { get; } =
    [
        .. new[] { UsefulnessAudit.OfRelease, UsefulnessAudit.OfAllPrivate, UsefulnessAudit.OfSomePrivate, UsefulnessAudit.OfZeroShot }
            .SelectMany(name => new[] { name, UsefulnessAudit.Balanced + name }),
        UsefulnessAudit.OfLargestClass, UsefulnessAudit.Gain,
    ];

    /// <summary>Trains and tries.</summary>
    public IEnumerable<Measurement> Of(LabelledVectors training, LabelledVectors holdout, IProgress<StageProgress>? progress, string stage, CancellationToken cancellation)
    {
        var random = new Random(inputs.Seed);
        var perClass = Drawing.PerClass(inputs.Candidate.Labels, inputs.Classes);
        var steps = 0;

        Accuracy Try(params IReadOnlyList<LabelledVectors> sets)
        {
            var accuracy = Accuracy.Of(sets, holdout, inputs.Classes, learner, cancellation);
            progress?.Report(new StageProgress(stage, ++steps, 4, "training sets"));
            return accuracy;
        }

        var release = Try(inputs.Candidate);
        var allPrivate = Try(training);
        var somePrivate = Try(Drawing.Sets(training, perClass, inputs.Draws, random));
        var zeroShot = Try(Drawing.Sets(inputs.ZeroShot, perClass, inputs.Draws, random));

        var n = inputs.Candidate.Count;
        foreach (var (name, accuracy, of) in new[]
        {
            (UsefulnessAudit.OfRelease, release, $"the candidate's {n} texts"),
            (UsefulnessAudit.OfAllPrivate, allPrivate, $"all {training.Count} private training texts"),
            (UsefulnessAudit.OfSomePrivate, somePrivate, $"{n} private texts, mean of {inputs.Draws} draws"),
            (UsefulnessAudit.OfZeroShot, zeroShot, $"{n} texts the model writes without having learned anything, mean of {inputs.Draws} draws"),
        })
        {
            yield return Share(name, accuracy.Plain(), $"Holdout texts labelled rightly by {learned} trained on {of}.");
            yield return Share(UsefulnessAudit.Balanced + name, accuracy.Balanced(), $"The same, each label counted alike, for {of}.");
        }
        yield return Share(UsefulnessAudit.OfLargestClass, new Census(LargestClass(holdout), holdout.Count), "What guessing the holdout's commonest label would reach.");
        yield return Share(UsefulnessAudit.Gain, release.GainOver(zeroShot), "Balanced accuracy of the candidate less that of zero-shot texts, paired on the same holdout texts.");
    }

    /// <summary>A share measured on the holdout.</summary>
    public static Measurement Share(string measure, Statistic statistic, string meaning, Against against = Against.Holdout) =>
        new() { Measure = measure, Against = against, Statistic = statistic, Meaning = meaning, Unit = MeasureUnit.Share };

    private double LargestClass(LabelledVectors holdout) => holdout.Count == 0
        ? double.NaN
        : Drawing.PerClass(holdout.Labels, inputs.Classes).Max() / (double)holdout.Count;
}
