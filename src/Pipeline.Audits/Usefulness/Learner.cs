using Pipeline.Core.Corpora;
using Pipeline.Core.Numerics;

namespace Pipeline.Audits.Usefulness;

/// <summary>A way to learn labels from vectors.</summary>
internal abstract class Learner
{
    /// <summary>The class of each holdout vector, as learned from a training set.</summary>
    public abstract int[] Label(LabelledVectors training, double[][] vectors, CancellationToken cancellation);
}

/// <summary>The softmax head on the public feature map, as the certificate trains it.</summary>
internal sealed class HeadLearner(int classes, double lambda) : Learner
{
    public override int[] Label(LabelledVectors training, double[][] vectors, CancellationToken cancellation)
    {
        var head = SoftmaxHead.Train(training.Vectors, training.Labels, classes, lambda, cancellation: cancellation);
        return [.. vectors.Select(vector => head.Predict(vector))];
    }
}

/// <summary>Logistic regression on embeddings of a model that had no part in making the texts.</summary>
internal sealed class JudgeLearner : Learner
{
    public override int[] Label(LabelledVectors training, double[][] vectors, CancellationToken cancellation)
    {
        var judge = LogisticRegression.Train(training.Vectors, training.Labels, cancellation);
        return [.. vectors.Select(judge.Predict)];
    }
}
