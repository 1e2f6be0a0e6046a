using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Attacks;
using Pipeline.Synthesis.Mechanisms;
using Pipeline.Synthesis.Style;

namespace Pipeline.Tests.Synthesis.Attacks;

public sealed class StyleAttackTests
{
    private static StylePlan Plan(Neighbours neighbours) =>
        new(new PathPrivacy(4, 1e-4, neighbours, "customer", 2) { StyleShare = .3 }, new PathShape(2, 9), NoiseOrigin.Seeded);

    private static GaussianAttackBound Attack(StylePlan plan, Func<GridGaussian, INoisySum> broken) =>
        new(plan.Claim.Mechanism, plan.Claim.Delta, new StyleAttack(plan,
            repetition => new ShadowStyle(new SurfaceCounts(broken(plan.Grid), plan.Privacy.RecordsPerUnit, new SeededNoise(2000 + repetition))),
            AttackSize.Usual, new SeededNoise(9)).Run(null, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData(Neighbours.AddOrRemoveOneUnit, .65)]
    [InlineData(Neighbours.ReplaceOneUnit, .4)] // voices without a common kind are sqrt 2 lengths apart; the claim covers two
    public void The_mechanism_that_ships_is_never_contradicted(Neighbours neighbours, double least)
    {
        var plan = Plan(neighbours);
        var bound = Attack(plan, grid => grid);
        Assert.InRange(bound.MuLower(EpsilonLowerBound.ContradictionConfidence), 0, plan.Claim.Mu);
        Assert.InRange(bound.MuLower(.95) / plan.Claim.Mu, least, 1.1);
    }

    [Fact]
    public void Half_the_noise_is_caught() => Caught(grid => new HalfTheNoise(grid));

    [Fact]
    public void Counts_without_noise_among_others_are_caught() => Caught(grid => new PartlyNoised(grid, kind => kind >= SurfaceKinds.Start(1)));

    [Fact]
    public void The_voices_share_no_kind()
    {
        int[] Kinds(MadeUpVoice voice) => SurfaceKinds.Of(MadeUp.Text(voice));
        Assert.Empty(Kinds(MadeUpVoice.Loud).Intersect(Kinds(MadeUpVoice.Quiet)));
    }

    private static void Caught(Func<GridGaussian, INoisySum> broken)
    {
        var plan = Plan(Neighbours.AddOrRemoveOneUnit);
        Assert.True(Attack(plan, broken).Lower(EpsilonLowerBound.ContradictionConfidence) > plan.Claim.Epsilon);
    }
}
