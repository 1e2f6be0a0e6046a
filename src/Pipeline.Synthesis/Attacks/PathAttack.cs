using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Synthesis.Attacks;

/// <summary>Attacks the noisy gradient path of a plan: the run's epsilon, delta, unit, clip, classes and dimensions, on made-up data.</summary>
public sealed class PathAttack : IMechanismAttack
{
    private readonly PathWorlds worlds;
    private readonly AttackSize size;
    private readonly INoiseSource coins;

    /// <summary>Attacks the mechanism that the product runs, with the operating system's noise.</summary>
    public PathAttack(PathPlan plan)
        : this(plan, _ => new ShadowPath(plan), null, new OperatingSystemNoise())
    {
    }

    /// <summary>Attacks any mechanism of that form in its place; tests give broken ones.</summary>
    internal PathAttack(PathPlan plan, Func<int, ShadowPath> mechanism, AttackSize? size, INoiseSource coins)
    {
        Claim = plan.Claim;
        worlds = new PathWorlds(plan, mechanism);
        this.size = size ?? AttackSize.For(worlds.Steps);
        this.coins = coins;
    }

    /// <inheritdoc/>
    public PrivacyClaim Claim { get; }

    /// <inheritdoc/>
    public AttackCounts Run(IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        new LikelihoodAttack(worlds, size, coins, "Attacking the gradient path").Run(progress, cancellation);
}
