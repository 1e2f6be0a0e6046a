using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;

namespace Pipeline.Audits.Usefulness;

/// <summary>How accuracy grows with the number of training texts, for the candidate, private and zero-shot texts.</summary>
internal static class LowDataCurve
{
    /// <summary>Sizes of the training sets; a set that is smaller than one of them has no value there.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [20, 50, 100, 200];

    private const string OfCandidate = "candidate", OfPrivate = "private", OfZeroShot = "zero-shot";

    /// <summary>The three kinds of training set.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [OfCandidate, OfPrivate, OfZeroShot];

    /// <summary>The measure's name: <c>accuracy of 50 private texts</c>.</summary>
    public static string Measure(int size, string kind) => $"accuracy of {size} {kind} texts";

    /// <summary>Every measure it can yield.</summary>
    public static IReadOnlyList<string> Measures { get; } = [.. Kinds.SelectMany(kind => Sizes.Select(size => Measure(size, kind)))];

    /// <summary>Trains on draws of every size that a set can give, divided among the labels as the candidate is.</summary>
    public static IEnumerable<Measurement> Of(UsefulnessInputs inputs, LabelledVectors training, LabelledVectors holdout, Learner learner, CancellationToken cancellation)
    {
        var random = new Random(inputs.Seed + 1);
        var perClass = Drawing.PerClass(inputs.Candidate.Labels, inputs.Classes);
        foreach (var (kind, pool) in new[] { (OfCandidate, inputs.Candidate), (OfPrivate, training), (OfZeroShot, inputs.ZeroShot) })
        {
            foreach (var size in Sizes)
            {
                var sets = Drawing.Sets(pool, Drawing.Scaled(perClass, size), inputs.Draws, random);
                if (sets[0].Count < size) continue;
                var accuracy = Accuracy.Of(sets, holdout, inputs.Classes, learner, cancellation);
                yield return Comparison.Share(Measure(size, kind), accuracy.Plain(), $"Holdout texts labelled rightly by the judge trained on {size} {kind} texts, mean of {sets.Count} draws.");
            }
        }
    }
}
