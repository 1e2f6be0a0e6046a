using Pipeline.Core.Numerics;

namespace Pipeline.Synthesis.Matching;

/// <summary>
/// How far the head trained on the synthetic texts can be from W*. The training loss F is lambda-strongly convex, so its
/// minimum lies within |grad F(W*)| / lambda of W*. It uses the released target and synthetic texts alone.
/// docs/synthesis.md, section 6.
/// </summary>
/// <param name="Lambda">Strength of the L2 term.</param>
/// <param name="GradientNorm">|grad F(W*)|.</param>
/// <param name="Radius">The proved bound, gradient norm / lambda.</param>
/// <param name="Distance">How far the trained head really is.</param>
/// <param name="HeadNorm">|W*|.</param>
/// <param name="Trained">The head trained on the synthetic texts, one row a class.</param>
public sealed record Certificate(double Lambda, double GradientNorm, double Radius, double Distance, double HeadNorm, double[][] Trained)
{
    /// <summary>Radius over |W*|; infinite when W* is zero.</summary>
    public double RelativeRadius => HeadNorm > 0 ? Radius / HeadNorm : double.PositiveInfinity;

    /// <summary>True when the bound does not even exclude the head of zero: it says nothing.</summary>
    public bool Vacuous => !(RelativeRadius < 1);

    /// <summary>The certificate of labelled synthetic texts against W*, one row a class.</summary>
    public static Certificate Of(double[][] head, double[][] phi, int[] labels, double lambda, CancellationToken cancellation = default)
    {
        var trained = SoftmaxHead.Train(phi, labels, head.Length, lambda, cancellation: cancellation).Weights;
        var gradient = Dense.Norm(new SoftmaxHead(head).Gradient(phi, labels, lambda));
        var away = trained.Select(row => (double[])row.Clone()).ToArray();
        for (var c = 0; c < away.Length; c++) Dense.AddScaled(away[c], -1, head[c]);
        return new Certificate(lambda, gradient, gradient / lambda, Dense.Norm(away), Dense.Norm(head), trained);
    }

    /// <summary>
    /// The same for the one logistic row of two classes: w = W_1 - W_0 of the softmax head with rows -w/2 and w/2. There
    /// |W|^2 = |w|^2 / 2, so lambda on w is 2 lambda on W, and lengths of w are sqrt 2 times lengths of W.
    /// </summary>
    public static Certificate OfRow(double[] row, double[][] phi, int[] labels, double lambda, CancellationToken cancellation = default)
    {
        var both = Of(HeadGradient.ClassRows([row]), phi, labels, 2 * lambda, cancellation);
        var root = Math.Sqrt(2);
        var trained = both.Trained[1].Zip(both.Trained[0], (one, zero) => one - zero).ToArray();
        return new Certificate(lambda, both.Radius * root * lambda, both.Radius * root, both.Distance * root, Dense.Norm(row), [trained]);
    }
}
