namespace Pipeline.Core.Numerics;

/// <summary>
/// The judge's classifier: multinomial logistic regression with an intercept, minimising the sum of the texts' log losses +
/// |W|^2/2 with the intercept left free. It is what scikit-learn 1.x calls <c>LogisticRegression(C=1)</c>, so that the
/// recipe's numbers can be compared; there two classes share one vector w = W_1 - W_0, which halves |W|^2, and so it is here.
/// The loss is convex and has one minimum up to a constant added to all intercepts, which changes no prediction.
/// </summary>
public sealed class LogisticRegression
{
    /// <summary>Norm of the mean loss's gradient at which training stops; far below anything that turns a prediction.</summary>
    private const double Tolerance = 1e-8;

    private readonly int[] present;
    private readonly SoftmaxHead? head;

    private LogisticRegression(int[] present, SoftmaxHead? head)
    {
        this.present = present;
        this.head = head;
    }

    /// <summary>Trains. A class without a text is never predicted, and where there is only one class it always is.</summary>
    /// <param name="vectors">One vector a text, all of one length.</param>
    /// <param name="labels">Class of each text, 0 or more.</param>
    /// <param name="cancellation">Stops training between steps.</param>
    public static LogisticRegression Train(double[][] vectors, int[] labels, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(vectors.Length, nameof(vectors));
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, vectors.Length, nameof(labels));
        int[] found = [.. labels.Distinct().Order()];
        if (found.Length == 1) return new LogisticRegression(found, null);
        var lambda = (found.Length == 2 ? 2.0 : 1.0) / vectors.Length;
        double[][] withOne = [.. vectors.Select(WithOne)];
        int[] places = [.. labels.Select(label => Array.BinarySearch(found, label))];
        var start = Dense.Zeros(found.Length, withOne[0].Length);
        return new LogisticRegression(found, new SoftmaxHead(SoftmaxLoss.Minimise(start, withOne, places, lambda, Tolerance, cancellation, free: 1)));
    }

    /// <summary>The likeliest class.</summary>
    public int Predict(double[] vector) => present[head?.Predict(WithOne(vector)) ?? 0];

    /// <summary>Probability of each class the training set holds, in the order of their numbers.</summary>
    public double[] Probabilities(double[] vector) => head?.Probabilities(WithOne(vector)) ?? [1];

    /// <summary>The vector with the intercept's 1 at its end.</summary>
    private static double[] WithOne(double[] vector) => [.. vector, 1];
}
