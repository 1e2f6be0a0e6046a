using Pipeline.Synthesis.Features;

namespace Pipeline.Synthesis.Proposals;

/// <summary>What proposing gave.</summary>
/// <param name="Clean">Every text that is one, whatever its likelihood: the zero-shot pool.</param>
/// <param name="Readable">The likelier half of each class: what matching chooses from.</param>
/// <param name="Generated">How many were generated in all.</param>
public sealed record ProposalPool(IReadOnlyList<Proposal> Clean, IReadOnlyList<Proposal> Readable, int Generated)
{
    /// <summary>Width of the model's hidden states.</summary>
    public required int Width { get; init; }

    /// <summary>
    /// Directions of the feature map for a number of classes, fixed by how many texts were proposed. A style may halve the readable
    /// texts afterwards; that leaves enough, so what is charged to the budget before stays right.
    /// </summary>
    public int Directions(int classes) => FeatureMap.DirectionsFor(classes, planned, Width);

    private readonly int planned = Readable.Count;
}
