using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;

namespace Pipeline.Core.Evidence;

/// <summary>
/// An attack on a mechanism, carried out on made-up data: the same code and plan as in the run, with and without canaries, many
/// times. It is given nothing private, so it needs no budget.
/// </summary>
public interface IMechanismAttack
{
    /// <summary>The claim under attack.</summary>
    PrivacyClaim Claim { get; }

    /// <summary>Carries the attack out.</summary>
    AttackCounts Run(IProgress<StageProgress>? progress, CancellationToken cancellation);
}

/// <summary>How an attack went.</summary>
/// <param name="Group">k: canaries that were in or out together; each is a unit of its own.</param>
/// <param name="Table">How often they were in or out, and what the attacker said.</param>
public sealed record AttackCounts(int Group, ConfusionTable Table);
