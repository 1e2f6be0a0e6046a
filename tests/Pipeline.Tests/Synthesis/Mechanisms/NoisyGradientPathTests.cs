using CsCheck;
using Pipeline.Core.Corpora;
using Pipeline.Core.Inputs;
using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Tests.Synthesis.Mechanisms;

public sealed class NoisyGradientPathTests
{
    private const int Dimensions = 9;

    private static NoisyGradientPath Path(
        LabelledVectors vectors, int classes, double epsilon = 4, Neighbours neighbours = Neighbours.AddOrRemoveOneUnit, int recordsPerUnit = 1, INoiseSource? noise = null, int steps = 30) =>
        new(Private.Seal(vectors), new PathPrivacy(epsilon, 1e-4, neighbours, "customer", recordsPerUnit), new PathShape(classes, Dimensions) { Steps = steps }, noise ?? new SeededNoise(1));

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void The_head_learns_what_the_private_vectors_show(int classes)
    {
        var target = Path(MadeUpVectors.Of(500, classes), classes).RunOnce();
        var unseen = MadeUpVectors.Of(400, classes, seed: 2);
        Assert.InRange(new SoftmaxHead(target.Head).Accuracy(unseen.Vectors, unseen.Labels), .95, 1);
        Assert.All(target.Sizes, size => Assert.InRange(size, 500.0 / classes - 60, 500.0 / classes + 60));
        var check = GradientCheck.Of(target, unseen.Vectors, unseen.Labels);
        Assert.All(check.AtZero, cosine => Assert.InRange(cosine, .9, 1));
        Assert.InRange(check.AlongPath[0], .9, 1);
    }

    [Theory]
    [InlineData(2, Neighbours.AddOrRemoveOneUnit)]
    [InlineData(4, Neighbours.AddOrRemoveOneUnit)]
    [InlineData(4, Neighbours.ReplaceOneUnit)]
    public void The_claim_stands_before_the_run_and_can_be_recomputed(int classes, Neighbours neighbours)
    {
        var claim = Path(MadeUpVectors.Of(10, classes), classes, 4, neighbours, 2).Claim;
        Assert.InRange(claim.Epsilon, 4 * (1 - 1e-6), 4);
        Assert.Equal(1e-4, claim.Delta);
        Assert.Equal(31, claim.Sigmas.Count);
        Assert.Equal(GaussianPrivacy.Compose(claim.Sigmas), claim.Mu, 1e-12);
        Assert.InRange(GaussianPrivacy.Delta(claim.Mu, claim.Epsilon), 0, 1e-4);
        Assert.Equal(.2 * claim.Mu * claim.Mu, 1 / (claim.Sigmas[0] * claim.Sigmas[0]), 1e-6);
        Assert.Equal(("customer", 2, neighbours, NoiseOrigin.Seeded), (claim.Unit, claim.RecordsPerUnit, claim.Neighbours, claim.Noise));
    }

    [Fact]
    public void The_claim_speaks_of_units_only_where_there_are_any()
    {
        var unit = Path(MadeUpVectors.Of(2, 2), 2).Claim;
        var record = new NoisyGradientPath(Private.Seal(MadeUpVectors.Of(2, 2)), new PathPrivacy(4, 1e-4, Neighbours.AddOrRemoveOneUnit, "record"), new PathShape(2, Dimensions), new SeededNoise(1)).Claim;
        Assert.Equal((unit.Assumptions.Count - 1, unit.NotCovered.Count - 1), (record.Assumptions.Count, record.NotCovered.Count));
        Assert.Contains(unit.Assumptions, assumption => assumption.Contains("customer"));
    }

    [Fact]
    public void A_smaller_epsilon_takes_more_noise_and_proves_more() =>
        Gen.Select(Gen.Double[.05, 16], Gen.Double[.05, 16]).Where((a, b) => a < b).Sample((strict, loose) =>
        {
            var (one, other) = (Path(MadeUpVectors.Of(2, 2), 2, strict).Claim, Path(MadeUpVectors.Of(2, 2), 2, loose).Claim);
            Assert.True(one.Epsilon < other.Epsilon && one.Epsilon <= strict && other.Epsilon <= loose);
            Assert.All(one.Sigmas.Zip(other.Sigmas), pair => Assert.True(pair.First > pair.Second));
        }, iter: 50);

    // With the same seed the noise of both runs is the same, so the difference of the sums is what one unit changed.
    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 3)]
    [InlineData(4, 2)]
    public void One_unit_never_changes_a_sum_by_more_than_its_sensitivity(int classes, int recordsPerUnit)
    {
        var vectors = MadeUpVectors.Of(400, classes);
        var rows = HeadGradient.RowsFor(classes);
        var without = Path(vectors, classes, recordsPerUnit: recordsPerUnit, steps: 1).RunOnce();
        Gen.Select(Gen.OneOf(Gen.Double[-1, 1], Gen.Double[-1e6, 1e6], Gen.Const(double.NaN)).Array[Dimensions].Array[recordsPerUnit], Gen.Int[0, classes - 1].Array[recordsPerUnit]).Sample((phi, labels) =>
        {
            var with = Path(vectors.With(phi, labels, "another"), classes, recordsPerUnit: recordsPerUnit, steps: 1).RunOnce();
            var difference = Sum(with, 0).Zip(Sum(without, 0), (x, y) => x - y).ToArray();
            Assert.InRange(Dense.Norm(difference), 0, recordsPerUnit * HeadGradient.GreatestResidual(rows) * (1 + 1e-9));
            double[] sizes = [.. with.Sizes.Zip(without.Sizes, (x, y) => .25 * (x - y))];
            Assert.InRange(Dense.Norm(sizes), 0, recordsPerUnit * Math.Sqrt(1 + .0625) * (1 + 1e-9));
        }, iter: 60);
    }

    [Theory]
    [InlineData(2, Neighbours.AddOrRemoveOneUnit, 1)]
    [InlineData(4, Neighbours.AddOrRemoveOneUnit, 1)]
    [InlineData(4, Neighbours.ReplaceOneUnit, 2)]
    public void The_noise_has_the_deviation_that_is_claimed(int classes, Neighbours neighbours, int changes)
    {
        var vectors = MadeUpVectors.Of(600, classes);
        double[][] sums = [.. Enumerable.Range(0, 60).Select(seed => Sum(Path(vectors, classes, 4, neighbours, noise: new SeededNoise(seed), steps: 1).RunOnce(), 0))];
        var multiplier = Path(vectors, classes, 4, neighbours, steps: 1).Claim.Sigmas[1];
        var expected = multiplier * changes * HeadGradient.GreatestResidual(HeadGradient.RowsFor(classes));
        var columns = Enumerable.Range(0, sums[0].Length).Select(j => sums.Select(sum => sum[j]).ToArray());
        var variance = columns.Average(x => x.Sum(v => Math.Pow(v - x.Average(), 2)) / (x.Length - 1));
        var error = 5 * Math.Sqrt(2.0 / (59 * sums[0].Length));
        Assert.InRange(variance / (expected * expected), 1 - error, 1 + error);
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(3, 300)]
    public void At_most_so_many_records_of_a_unit_are_used(int recordsPerUnit, double used)
    {
        var vectors = MadeUpVectors.Of(1000, 2, recordsPerUnit: 10);
        Assert.InRange(Path(vectors, 2, 8, recordsPerUnit: recordsPerUnit).RunOnce().Sizes.Sum(), used - 30 * recordsPerUnit, used + 30 * recordsPerUnit);
    }

    [Fact]
    public void Which_records_of_a_unit_are_used_is_random()
    {
        // Every unit owns five records of each label: always the first, and this would be 100.
        var sizes = Enumerable.Range(0, 8).Select(seed => Path(MadeUpVectors.Of(1000, 2, recordsPerUnit: 10), 2, 8, noise: new SeededNoise(seed)).RunOnce().Sizes[0]).ToList();
        Assert.InRange(sizes.Average(), 35, 65);
    }

    [Fact]
    public void The_same_seed_gives_the_same_target_and_another_one_another()
    {
        var vectors = MadeUpVectors.Of(100, 3);
        var first = Path(vectors, 3).RunOnce().Digest();
        Assert.Equal(first, Path(vectors, 3).RunOnce().Digest());
        Assert.NotEqual(first, Path(vectors, 3, noise: new SeededNoise(2)).RunOnce().Digest());
        var real = Path(vectors, 3, noise: new OperatingSystemNoise());
        Assert.Equal(NoiseOrigin.OperatingSystem, real.Claim.Noise);
        Assert.NotEqual(first, real.RunOnce().Digest());
    }

    [Fact]
    public void Hardly_any_records_still_give_finite_numbers()
    {
        foreach (var count in (int[])[0, 1, 3])
            Assert.All(Path(MadeUpVectors.Of(count, 4), 4, .1).RunOnce().Means, mean => Assert.InRange(Dense.Norm(mean), 0, 1 + 1e-12));
    }

    [Fact]
    public void Every_run_is_paid_for_on_its_own()
    {
        var path = Path(MadeUpVectors.Of(20, 2), 2);
        var receipt = PaidRuns.Receipt(path.Claim);
        path.Run(receipt, TestContext.Current.CancellationToken);
        Assert.Throws<InvalidOperationException>(() => path.Run(receipt, TestContext.Current.CancellationToken));
        var other = PaidRuns.Receipt(Path(MadeUpVectors.Of(20, 2), 2).Claim);
        Assert.Throws<InvalidOperationException>(() => path.Run(other, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Stops_when_it_is_cancelled()
    {
        var path = Path(MadeUpVectors.Of(20, 2), 2);
        Assert.Throws<OperationCanceledException>(() => path.Run(PaidRuns.Receipt(path.Claim), new CancellationToken(true)));
    }

    [Theory]
    [InlineData(0, 1e-4, 1)]
    [InlineData(double.NaN, 1e-4, 1)]
    [InlineData(double.PositiveInfinity, 1e-4, 1)]
    [InlineData(60, 1e-4, 1)]
    [InlineData(4, 0, 1)]
    [InlineData(4, 1, 1)]
    [InlineData(4, 1e-4, 0)]
    public void Refuses_privacy_that_makes_no_sense(double epsilon, double delta, int recordsPerUnit) =>
        Assert.Throws<BadInputException>(() => new NoisyGradientPath(
            Private.Seal(MadeUpVectors.Of(2, 2)), new PathPrivacy(epsilon, delta, Neighbours.AddOrRemoveOneUnit, "record", recordsPerUnit), new PathShape(2, Dimensions), new SeededNoise(1)));

    /// <summary>The noisy sum of gradients at a step: what the target holds, times the size it was divided by.</summary>
    private static double[] Sum(GradientTarget target, int step) =>
        [.. target.Path[step].Gradient.SelectMany(row => row).Select(x => x * target.Sizes.Sum())];
}
