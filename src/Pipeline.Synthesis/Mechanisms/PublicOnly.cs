using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>
/// A release that no private record had a part in: texts written from public prompts. A function that does not look at the
/// data is (0, 0)-differentially private for every unit and every neighbouring relation. It is given nothing sealed, and a
/// <see cref="Proposal"/> can only be written by the model from prompts that hold public or matched texts.
/// </summary>
/// <param name="texts">The texts.</param>
/// <param name="unit">The source's unit, so that the claim can stand beside others.</param>
/// <param name="neighbours">The source's neighbouring relation.</param>
public sealed class PublicOnly(IReadOnlyList<Proposal> texts, string unit, Neighbours neighbours) : Mechanism<IReadOnlyList<Proposal>>
{
    /// <inheritdoc/>
    public override string Name => "public-only";

    /// <inheritdoc/>
    public override PrivacyClaim Claim { get; } = new()
    {
        Mechanism = "public-only",
        Epsilon = 0,
        Delta = 0,
        Unit = unit,
        RecordsPerUnit = 0,
        Neighbours = neighbours,
        Noise = NoiseOrigin.NotNeeded,
        Sigmas = [],
        Mu = 0,
        Assumptions = ["The prompts, the examples in them, the settings and the language model hold nothing of the source."],
        NotCovered = ["That a decision to release was taken, and what it was."],
    };

    /// <inheritdoc/>
    protected override IReadOnlyList<Proposal> Release(CancellationToken cancellation) => texts;
}
