using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;

namespace Pipeline.Audits.Usefulness;

/// <summary>How what was learned from a training set does on the holdout: for every draw and holdout text, right or not.</summary>
internal sealed class Accuracy
{
    private readonly double[][] right; // [draws][holdout texts]
    private readonly int[][] placesOfClass;

    private Accuracy(double[][] right, int[][] placesOfClass)
    {
        this.right = right;
        this.placesOfClass = placesOfClass;
    }

    /// <summary>Learns from each drawn set and tries it on the holdout.</summary>
    public static Accuracy Of(IReadOnlyList<LabelledVectors> drawnSets, LabelledVectors holdout, int classes, Learner learner, CancellationToken cancellation)
    {
        double[] Try(LabelledVectors set)
        {
            cancellation.ThrowIfCancellationRequested();
            return [.. learner.Label(set, holdout.Vectors, cancellation).Select((label, i) => label == holdout.Labels[i] ? 1.0 : 0)];
        }
        return new Accuracy([.. drawnSets.Select(Try)], [.. Enumerable.Range(0, classes).Select(c => Places(holdout.Labels, c))]);
    }

    /// <summary>Plain accuracy. Over one draw an exact proportion; over several the mean with the error of draws and holdout.</summary>
    public Statistic Plain() => Crossed.Of(right);

    /// <summary>Mean of the classes' recalls; each class counts alike however rare.</summary>
    public Average Balanced()
    {
        var present = placesOfClass.Where(places => places.Length > 0).ToList();
        if (present.Count == 0) return new Average(double.NaN, double.NaN, 0);
        double Recall(double[] draw, int[] places) => places.Average(i => draw[i]);
        double[] ofDraws = [.. right.Select(draw => present.Average(places => Recall(draw, places)))];
        var sampling = present.Sum(places => Crossed.ErrorSquared([.. places.Select(i => right.Average(draw => draw[i]))])) / (present.Count * present.Count);
        return new Average(ofDraws.Average(), Math.Sqrt(sampling + Crossed.ErrorSquared(ofDraws)), right[0].Length);
    }

    /// <summary>Balanced gain over another training set on the same holdout texts, paired text by text.</summary>
    /// <param name="other">Any number of draws, of which a single one of this set is compared with each.</param>
    public Average GainOver(Accuracy other)
    {
        double[] mine = [.. Enumerable.Range(0, right[0].Length).Select(i => right.Average(draw => draw[i]))];
        return new Accuracy([.. other.right.Select(draw => draw.Select((theirs, i) => mine[i] - theirs).ToArray())], placesOfClass).Balanced();
    }

    private static int[] Places(int[] labels, int c) => [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == c)];
}
