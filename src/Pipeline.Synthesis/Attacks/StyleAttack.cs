using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Mechanisms;
using Pipeline.Synthesis.Style;

namespace Pipeline.Synthesis.Attacks;

/// <summary>
/// Attacks the noisy surface style of a plan. Canaries own more records than are used, all of one loud voice, which is the most
/// that a unit can move the counts; where a unit is replaced, the stand-in speaks in the quiet voice, which shares no kind with it.
/// </summary>
public sealed class StyleAttack : IMechanismAttack
{
    private readonly AttackSize size;
    private readonly INoiseSource coins;
    private readonly Worlds worlds;

    /// <summary>Attacks the mechanism that the product runs, with the operating system's noise.</summary>
    public StyleAttack(StylePlan plan)
        : this(plan, _ => new ShadowStyle(plan), AttackSize.Usual, new OperatingSystemNoise())
    {
    }

    /// <summary>Attacks any mechanism of that form in its place; tests give broken ones.</summary>
    internal StyleAttack(StylePlan plan, Func<int, ShadowStyle> mechanism, AttackSize size, INoiseSource coins)
    {
        Claim = plan.Claim;
        (this.size, this.coins) = (size, coins);
        worlds = new Worlds(plan, mechanism);
    }

    /// <inheritdoc/>
    public PrivacyClaim Claim { get; }

    /// <inheritdoc/>
    public AttackCounts Run(IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        new LikelihoodAttack(worlds, size, coins, "Attacking the surface style").Run(progress, cancellation);

    private sealed class Worlds(StylePlan plan, Func<int, ShadowStyle> mechanism) : IShadowWorlds
    {
        private const int MoreRecords = 2;

        private readonly MadeUp<Corpus> with = Texts(plan, MadeUpVoice.Loud);
        private readonly bool replaced = plan.Privacy.Neighbours == Neighbours.ReplaceOneUnit;
        private readonly MadeUp<Corpus> without = plan.Privacy.Neighbours == Neighbours.ReplaceOneUnit ? Texts(plan, MadeUpVoice.Quiet) : MadeUp.Texts(0, 0, MadeUpVoice.Quiet);

        public int Coordinates => SurfaceKinds.Count;

        public int Group => GroupOf(plan);

        public Observation Observe(int repetition, bool isWith, CancellationToken cancellation)
        {
            var residual = mechanism(repetition).Run(isWith ? with : without, cancellation);
            var signal = new double[Coordinates];
            Expect(MadeUpVoice.Loud, 1);
            if (replaced) Expect(MadeUpVoice.Quiet, -1);
            return new Observation(residual, signal);

            void Expect(MadeUpVoice voice, int sign)
            {
                foreach (var kind in SurfaceKinds.Of(MadeUp.Text(voice)))
                {
                    signal[kind] += sign * Group * plan.Privacy.RecordsPerUnit;
                    residual[kind] -= .5 * Group * plan.Privacy.RecordsPerUnit;
                }
            }
        }

        private static int GroupOf(StylePlan plan) => PathWorlds.GroupFor(plan.Claim.Mu);

        private static MadeUp<Corpus> Texts(StylePlan plan, MadeUpVoice voice) => MadeUp.Texts(GroupOf(plan), plan.Privacy.RecordsPerUnit + MoreRecords, voice);
    }
}
