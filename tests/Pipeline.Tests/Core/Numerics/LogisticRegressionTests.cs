using Pipeline.Core.Numerics;

namespace Pipeline.Tests.Core.Numerics;

public sealed class LogisticRegressionTests
{
    private static (double[][] Vectors, int[] Labels) Sample(int count, int classes, int width, int seed)
    {
        var random = new Random(seed);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i < classes ? i : random.Next(classes * classes) % classes)];
        double[][] vectors = [.. labels.Select(label =>
        {
            double[] vector = [.. Enumerable.Range(0, width).Select(j => random.NextDouble() - .5 + (j == label ? .4 : 0))];
            var norm = Dense.Norm(vector);
            return vector.Select(x => x / norm).ToArray();
        })];
        return (vectors, labels);
    }

    [Fact]
    public void Predicted_probabilities_average_to_each_class_share_because_the_intercept_is_free()
    {
        var (vectors, labels) = Sample(120, 4, 10, 1);
        var judge = LogisticRegression.Train(vectors, labels, TestContext.Current.CancellationToken);
        for (var c = 0; c < 4; c++)
            Assert.Equal(labels.Count(label => label == c) / 120.0, vectors.Average(vector => judge.Probabilities(vector)[c]), 6);
    }

    /// <summary>
    /// The minimum of the binary loss sum log(1 + exp(-y (w x + b))) + w^2/2, found here by plain bisection over its
    /// stationarity in b inside that in w: another way to the same numbers.
    /// </summary>
    [Fact]
    public void Two_classes_are_penalised_as_one_vector()
    {
        double[] x = [-1, -.8, -.1, .3, .2, .9, 1, .7];
        int[] labels = [0, 0, 1, 0, 1, 1, 1, 1];
        var w = Root(slope => slope + Residuals(slope, Intercept(slope)).Select((r, i) => r * x[i]).Sum(), -20, 20);
        var b = Intercept(w);
        var judge = LogisticRegression.Train([.. x.Select(value => new[] { value })], labels, TestContext.Current.CancellationToken);
        foreach (var at in new[] { -2, -.5, 0, .25, 1.5 })
            Assert.Equal(1 / (1 + Math.Exp(-(w * at + b))), judge.Probabilities([at])[1], 7);

        IEnumerable<double> Residuals(double slope, double intercept) => x.Select((value, i) => 1 / (1 + Math.Exp(-(slope * value + intercept))) - labels[i]);
        double Intercept(double slope) => Root(intercept => Residuals(slope, intercept).Sum(), -50, 50);
        static double Root(Func<double, double> rising, double low, double high)
        {
            for (var i = 0; i < 100; i++)
            {
                var middle = (low + high) / 2;
                if (rising(middle) < 0) low = middle;
                else high = middle;
            }
            return low;
        }
    }

    [Fact]
    public void The_gradient_of_the_summed_loss_vanishes_at_what_was_trained()
    {
        // sum_i (p_ic - y_ic) x_i + W_c = 0 with W recovered from differences of log odds along each axis.
        var (vectors, labels) = Sample(60, 3, 5, 2);
        var judge = LogisticRegression.Train(vectors, labels, TestContext.Current.CancellationToken);
        var atZero = judge.Probabilities(new double[5]).Select(p => Math.Log(p)).ToArray();
        for (var j = 0; j < 5; j++)
        {
            var axis = new double[5];
            axis[j] = 1;
            var logits = judge.Probabilities(axis).Select(p => Math.Log(p)).Zip(atZero, (one, zero) => one - zero).ToArray();
            var mean = logits.Average(); // the rows of W sum to zero at the minimum
            for (var c = 0; c < 3; c++)
            {
                var pull = vectors.Select((vector, i) => (judge.Probabilities(vector)[c] - (labels[i] == c ? 1 : 0)) * vector[j]).Sum();
                Assert.Equal(0, pull + logits[c] - mean, 5);
            }
        }
    }

    [Fact]
    public void A_class_without_a_text_is_never_predicted()
    {
        var (vectors, labels) = Sample(40, 2, 4, 3);
        var judge = LogisticRegression.Train(vectors, [.. labels.Select(label => label * 3)], TestContext.Current.CancellationToken);
        Assert.Equal([0, 3], vectors.Select(judge.Predict).Distinct().Order());
        Assert.Equal(2, LogisticRegression.Train(vectors, [.. labels.Select(_ => 2)], TestContext.Current.CancellationToken).Predict(vectors[0]));
    }
}
