using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Numerics;

namespace Pipeline.Audits.Usefulness;

/// <summary>
/// How a head trained on one set does on the holdout: for every holdout text the share of draws that labelled it right.
/// </summary>
internal sealed class Accuracy
{
    private readonly double[] right;
    private readonly int[] labels;
    private readonly int classes;
    private readonly int draws;

    private Accuracy(double[] right, int[] labels, int classes, int draws)
    {
        this.right = right;
        this.labels = labels;
        this.classes = classes;
        this.draws = draws;
    }

    /// <summary>Trains a head on each drawn set and tries it on the holdout.</summary>
    public static Accuracy Of(IReadOnlyList<LabelledVectors> drawnSets, LabelledVectors holdout, int classes, double lambda, CancellationToken cancellation)
    {
        var shares = new double[holdout.Count];
        foreach (var set in drawnSets)
        {
            cancellation.ThrowIfCancellationRequested();
            var head = SoftmaxHead.Train(set.Vectors, set.Labels, classes, lambda, cancellation: cancellation);
            for (var i = 0; i < holdout.Count; i++)
                if (head.Predict(holdout.Vectors[i]) == holdout.Labels[i]) shares[i] += 1.0 / drawnSets.Count;
        }
        return new Accuracy(shares, holdout.Labels, classes, drawnSets.Count);
    }

    /// <summary>
    /// Plain accuracy. Over one draw an exact proportion; over several the mean with the error of the holdout's sampling.
    /// </summary>
    public Statistic Plain() => draws == 1
        ? new Proportion((int)Math.Round(right.Sum()), right.Length)
        : Mean(right);

    /// <summary>Mean of the classes' recalls; each class counts alike however rare.</summary>
    public Average Balanced()
    {
        var recalls = Enumerable.Range(0, classes)
            .Select(c => Mean([.. right.Where((_, i) => labels[i] == c)]))
            .Where(recall => recall.Count > 0).ToList();
        if (recalls.Count == 0) return new Average(double.NaN, double.NaN, 0);
        return new Average(
            recalls.Average(recall => recall.Mean),
            Math.Sqrt(recalls.Sum(recall => recall.StandardError * recall.StandardError)) / recalls.Count,
            right.Length);
    }

    /// <summary>Balanced gain over another training set on the same holdout texts, paired text by text.</summary>
    public Average GainOver(Accuracy other) =>
        new Accuracy([.. right.Zip(other.right, (mine, theirs) => mine - theirs)], labels, classes, draws).Balanced();

    private static Average Mean(double[] values)
    {
        if (values.Length == 0) return new Average(double.NaN, double.NaN, 0);
        var mean = values.Average();
        var variance = values.Length > 1 ? values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) : 0;
        return new Average(mean, Math.Sqrt(variance / values.Length), values.Length);
    }
}
