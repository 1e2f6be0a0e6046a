using Pipeline.Core.Numerics;

namespace Pipeline.Synthesis.Matching;

/// <summary>
/// The gradient of the head's cross entropy: residual (x) phi. A head has one row for each class (softmax), or, with two
/// classes, one row alone (logistic: the logit of class 1). One row halves the noise of the private path: |residual| is at
/// most 1 there and at most sqrt 2 with softmax.
/// </summary>
public static class HeadGradient
{
    /// <summary>Rows of W for a number of classes: 1 for two, else one a class.</summary>
    public static int RowsFor(int classes) => classes == 2 ? 1 : classes;

    /// <summary>Greatest norm of a residual: 1 for one row, sqrt 2 for more.</summary>
    public static double GreatestResidual(int rows) => rows == 1 ? 1 : Math.Sqrt(2);

    /// <summary>softmax(W phi) - onehot(label); with one row, sigmoid(w phi) - label.</summary>
    public static double[] Residual(double[][] head, ReadOnlySpan<double> phi, int label)
    {
        var residual = new double[head.Length];
        for (var r = 0; r < residual.Length; r++) residual[r] = Dense.Dot(head[r], phi);
        if (head.Length == 1)
        {
            residual[0] = 1 / (1 + Math.Exp(-residual[0])) - label;
            return residual;
        }
        SoftmaxHead.Softmax(residual);
        residual[label] -= 1;
        return residual;
    }

    /// <summary>The gradient of one text, its rows laid end to end: (rows * d).</summary>
    public static double[] Of(double[][] head, ReadOnlySpan<double> phi, int label)
    {
        var residual = Residual(head, phi, label);
        var gradient = new double[residual.Length * phi.Length];
        for (var r = 0; r < residual.Length; r++) Dense.AddScaled(gradient.AsSpan(r * phi.Length, phi.Length), residual[r], phi);
        return gradient;
    }

    /// <summary>The mean gradient of weighted texts, [rows][d]; the weights should add up to 1.</summary>
    public static double[][] Mean(double[][] head, double[][] phi, int[] labels, double[] weights)
    {
        var mean = Dense.Zeros(head.Length, phi[0].Length);
        for (var i = 0; i < phi.Length; i++)
        {
            var residual = Residual(head, phi[i], labels[i]);
            for (var r = 0; r < residual.Length; r++) Dense.AddScaled(mean[r], weights[i] * residual[r], phi[i]);
        }
        return mean;
    }

    /// <summary>A one-row head as the two rows of the softmax head with the same probabilities; others as they are.</summary>
    public static double[][] ClassRows(double[][] head) =>
        head.Length == 1 ? [Array.ConvertAll(head[0], x => -x / 2), Array.ConvertAll(head[0], x => x / 2)] : head;
}
