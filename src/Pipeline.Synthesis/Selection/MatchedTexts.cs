using Pipeline.Core.Corpora;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Synthesis.Selection;

/// <summary>How the texts of one class were chosen.</summary>
/// <param name="Filtered">What the filter left.</param>
/// <param name="Match">What matching chose among it; indices are into <see cref="FilteredClass.Kept"/>.</param>
/// <param name="ResidualOfRandom">Mean residual of as many texts drawn at random from the same: what matching is worth.</param>
public sealed record ChosenClass(FilteredClass Filtered, Match Match, double ResidualOfRandom);

/// <summary>The chosen texts and how they were chosen. Post-processing of the released target and public proposals.</summary>
public sealed record MatchedTexts
{
    private const int RandomDraws = 20;

    private MatchedTexts(IReadOnlyList<int> chosen, IReadOnlyList<ChosenClass> classes, LabelledVectors vectors, GradientCheck check, Certificate certificate)
    {
        Chosen = chosen;
        Classes = classes;
        Vectors = vectors;
        Check = check;
        Certificate = certificate;
    }

    /// <summary>Indices of the chosen proposals, class by class.</summary>
    public IReadOnlyList<int> Chosen { get; }

    /// <summary>One row a class.</summary>
    public IReadOnlyList<ChosenClass> Classes { get; }

    /// <summary>phi and label of every chosen text.</summary>
    public LabelledVectors Vectors { get; }

    /// <summary>Cosines between the chosen texts' gradients and the noisy ones.</summary>
    public GradientCheck Check { get; }

    /// <summary>How far a head trained on the chosen texts can be from W*.</summary>
    public Certificate Certificate { get; }

    /// <summary>The chosen texts as they may stand in the prompts of another round.</summary>
    /// <param name="proposals">The proposals they were chosen from.</param>
    public IReadOnlyList<MatchedText> TextsOf(IReadOnlyList<Proposal> proposals) => [.. Chosen.Select(i => new MatchedText(proposals[i]))];

    /// <summary>Filters, then matches, class by class.</summary>
    /// <param name="proposals">What the model wrote.</param>
    /// <param name="phi">Feature vector of each proposal.</param>
    /// <param name="target">What the mechanism released.</param>
    /// <param name="texts">Texts wanted in all, split evenly over the classes.</param>
    /// <param name="lambda">L2 term of the head the certificate is about.</param>
    /// <param name="cancellation">Stops between choices.</param>
    /// <exception cref="ArgumentException">A class has fewer proposals than texts wanted of it.</exception>
    public static MatchedTexts Choose(
        IReadOnlyList<Proposal> proposals, double[][] phi, GradientTarget target, int texts, double lambda, CancellationToken cancellation) =>
        Choose(proposals, phi, target, ClassQuotas.Even(texts, target.Classes), lambda, cancellation);

    /// <summary>The same with a number of texts of its own for each class.</summary>
    /// <param name="proposals">What the model wrote.</param>
    /// <param name="phi">Feature vector of each proposal.</param>
    /// <param name="target">What the mechanism released.</param>
    /// <param name="quotas">Texts wanted of each class, at least one.</param>
    /// <param name="lambda">L2 term of the head the certificate is about.</param>
    /// <param name="cancellation">Stops between choices.</param>
    /// <exception cref="ArgumentException">A class has fewer proposals than texts wanted of it.</exception>
    public static MatchedTexts Choose(
        IReadOnlyList<Proposal> proposals, double[][] phi, GradientTarget target, IReadOnlyList<int> quotas, double lambda, CancellationToken cancellation)
    {
        var classes = new List<ChosenClass>();
        var chosen = new List<int>();
        for (var c = 0; c < target.Classes; c++)
        {
            var wanted = quotas[c];
            var filtered = ProposalFilter.Keep(c, proposals, phi, target.Head, wanted);
            if (filtered.Kept.Count < wanted)
                throw new ArgumentException($"Class {c} has {filtered.Kept.Count} proposals and {wanted} texts are wanted of it.", nameof(proposals));
            double[][] candidates = [.. filtered.Kept.Select(i => phi[i])];
            var match = MatchingPursuit.AtZero(candidates, target.Means[c], wanted, cancellation);
            classes.Add(new ChosenClass(filtered, match, ResidualOfRandom(candidates, target.Means[c], wanted)));
            chosen.AddRange(match.Chosen.Select(i => filtered.Kept[i]));
        }
        var vectors = new LabelledVectors([.. chosen.Select(i => phi[i])], [.. chosen.Select(i => proposals[i].Label)], []);
        return new MatchedTexts(chosen, classes, vectors,
            GradientCheck.Of(target, vectors.Vectors, vectors.Labels),
            Certificate.Of(target.Head, vectors.Vectors, vectors.Labels, lambda, cancellation));
    }

    private static double ResidualOfRandom(double[][] candidates, double[] target, int count)
    {
        var random = new Random(count);
        var norm = target.Sum(x => x * x);
        return Enumerable.Range(0, RandomDraws).Average(_ =>
        {
            var order = Enumerable.Range(0, candidates.Length).ToArray();
            random.Shuffle(order);
            var mean = new double[target.Length];
            foreach (var i in order.Take(count))
                for (var k = 0; k < mean.Length; k++) mean[k] += candidates[i][k] / count;
            return mean.Zip(target, (m, t) => (m - t) * (m - t)).Sum() / norm;
        });
    }
}
