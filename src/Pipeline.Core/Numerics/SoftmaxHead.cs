namespace Pipeline.Core.Numerics;

/// <summary>
/// Multinomial logistic regression: logits W phi with one row of W for each class. No bias of its own: feature maps carry a
/// constant coordinate. Training minimises mean cross entropy + lambda/2 |W|^2, which is lambda-strongly convex, so
/// there is one head and training finds it: the same input gives the same head.
/// </summary>
public sealed class SoftmaxHead
{
    /// <summary>Uses given weights, [classes][features].</summary>
    public SoftmaxHead(double[][] weights) => Weights = weights;

    /// <summary>W, [classes][features].</summary>
    public double[][] Weights { get; }

    /// <summary>W phi, one number a class.</summary>
    public double[] Logits(ReadOnlySpan<double> phi)
    {
        var logits = new double[Weights.Length];
        for (var c = 0; c < logits.Length; c++) logits[c] = Dense.Dot(Weights[c], phi);
        return logits;
    }

    /// <summary>softmax(W phi).</summary>
    public double[] Probabilities(ReadOnlySpan<double> phi)
    {
        var probabilities = Logits(phi);
        Softmax(probabilities);
        return probabilities;
    }

    /// <summary>The class with the greatest logit; the first on a tie.</summary>
    public int Predict(ReadOnlySpan<double> phi)
    {
        var logits = Logits(phi);
        return Array.IndexOf(logits, logits.Max());
    }

    /// <summary>How far the label's logit is above the best other: positive exactly when the label is predicted.</summary>
    public double Margin(ReadOnlySpan<double> phi, int label)
    {
        var logits = Logits(phi);
        return logits[label] - logits.Where((_, c) => c != label).Max();
    }

    /// <summary>Share of the texts whose label is predicted.</summary>
    public double Accuracy(double[][] phi, int[] labels) => phi.Where((row, i) => Predict(row) == labels[i]).Count() / (double)phi.Length;

    /// <summary>Mean cross entropy + lambda/2 |W|^2.</summary>
    public double Loss(double[][] phi, int[] labels, double lambda) => SoftmaxLoss.Value(Weights, phi, labels, lambda);

    /// <summary>The gradient of <see cref="Loss"/>, [classes][features].</summary>
    public double[][] Gradient(double[][] phi, int[] labels, double lambda) => new SoftmaxLoss(Weights, phi, labels, lambda).Gradient;

    /// <summary>Trains from zero by Newton's method until the gradient's norm is at most <paramref name="tolerance"/>.</summary>
    /// <param name="phi">Features, [texts][features].</param>
    /// <param name="labels">Class of each text, 0 to classes - 1.</param>
    /// <param name="classes">Number of classes, at least two.</param>
    /// <param name="lambda">Strength of the L2 term, positive.</param>
    /// <param name="tolerance">Norm of the gradient at which to stop.</param>
    /// <param name="cancellation">Stops training between steps.</param>
    public static SoftmaxHead Train(
        double[][] phi, int[] labels, int classes, double lambda, double tolerance = 1e-10, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(phi.Length, nameof(phi));
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, phi.Length, nameof(labels));
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lambda);
        return new SoftmaxHead(SoftmaxLoss.Minimise(Dense.Zeros(classes, phi[0].Length), phi, labels, lambda, tolerance, cancellation));
    }

    /// <summary>Turns logits into probabilities in place, without overflow.</summary>
    public static void Softmax(Span<double> logits)
    {
        var greatest = double.NegativeInfinity;
        foreach (var logit in logits) greatest = Math.Max(greatest, logit);
        var sum = 0.0;
        foreach (ref var logit in logits) sum += logit = Math.Exp(logit - greatest);
        foreach (ref var logit in logits) logit /= sum;
    }
}
