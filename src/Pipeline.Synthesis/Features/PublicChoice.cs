using Pipeline.Core.Numerics;

namespace Pipeline.Synthesis.Features;

/// <summary>
/// Chooses the part of the state that tells a task's classes apart, by public text alone: proposals, with the class of their
/// prompt as the label. Topics stand in what a text is about, opinions in what the model would say of it; which of the two a
/// task asks for shows in the proposals already, so nothing is spent to find out.
/// </summary>
public static class PublicChoice
{
    private const int Folds = 5;

    /// <summary>L2 term of the heads that are compared: that of the usefulness audit's.</summary>
    private const double Lambda = 1e-3;

    /// <summary>Accuracy by which one part alone must be better to be taken: two standard errors with some hundred texts.</summary>
    private const double Clearly = .04;

    /// <summary>The part whose map lets a head name the prompt's class best, by cross-validation; in doubt both.</summary>
    /// <param name="states">States of the proposals (N, 2C).</param>
    /// <param name="labels">Class of each one's prompt.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="directions">Directions of the map.</param>
    public static StatePart Of(float[][] states, int[] labels, int classes, int directions) => Among(Accuracies(states, labels, classes, directions));

    /// <summary>How well each part tells the prompts' classes apart.</summary>
    public static IReadOnlyDictionary<StatePart, double> Accuracies(float[][] states, int[] labels, int classes, int directions) =>
        Enum.GetValues<StatePart>().ToDictionary(part => part, part => Accuracy(states, labels, part, classes, directions));

    /// <summary>The part to take where the parts are that accurate.</summary>
    public static StatePart Among(IReadOnlyDictionary<StatePart, double> accuracies)
    {
        var best = StatePart.Both;
        foreach (var part in (StatePart[])[StatePart.Last, StatePart.Mean])
            if (accuracies[part] > accuracies[best] + Clearly) best = part;
        return best;
    }

    /// <summary>Cross-validated accuracy of a head on a part's features. The map is fitted to all texts: it sees no labels.</summary>
    public static double Accuracy(float[][] states, int[] labels, StatePart part, int classes, int directions)
    {
        var phi = FeatureMap.Fit(states, part, directions).Map(states);
        var right = 0;
        for (var fold = 0; fold < Folds; fold++)
        {
            var kept = Enumerable.Range(0, phi.Length).Where(i => i % Folds != fold).ToArray();
            var head = SoftmaxHead.Train([.. kept.Select(i => phi[i])], [.. kept.Select(i => labels[i])], classes, Lambda);
            right += Enumerable.Range(0, phi.Length).Count(i => i % Folds == fold && head.Predict(phi[i]) == labels[i]);
        }
        return (double)right / phi.Length;
    }
}
