using CsCheck;
using Pipeline.Core.Corpora;
using Pipeline.Core.Numerics;
using Pipeline.Core.Plans;
using Pipeline.Core.Privacy;
using Pipeline.Core.Privacy.Accounting;
using Pipeline.Synthesis.Mechanisms;
using Pipeline.Synthesis.Style;

namespace Pipeline.Tests.Synthesis.Mechanisms;

public sealed class NoisySurfaceStyleTests
{
    private static readonly PathShape Shape = new(2, 17);

    private static PathPrivacy Privacy(double epsilon, double share, Neighbours neighbours = Neighbours.AddOrRemoveOneUnit, int recordsPerUnit = 1) =>
        new(epsilon, 1e-4, neighbours, "customer", recordsPerUnit) { StyleShare = share };

    /// <summary>The noisy counts that the mechanism makes a style of.</summary>
    private static double[] Counted(IEnumerable<(string Unit, string Text)> records, PathPrivacy privacy, long seed = 1) =>
        new SurfaceCounts(Style([], privacy, seed).Plan.Grid, privacy.RecordsPerUnit, new SeededNoise(seed))
            .Of(new Corpus([.. records.Select((record, i) => new SourceRecord($"r{i}", record.Unit, "x", record.Text))]), TestContext.Current.CancellationToken);

    private static NoisySurfaceStyle Style(IEnumerable<(string Unit, string Text)> records, PathPrivacy privacy, long seed = 1) =>
        new(Private.Seal(new Corpus([.. records.Select((record, i) => new SourceRecord($"r{i}", record.Unit, "x", record.Text))])), privacy, Shape, new SeededNoise(seed));

    [Fact]
    public void Recovers_the_style_of_a_thousand_texts_at_epsilon_a_twentieth()
    {
        var reviews = Enumerable.Range(0, 1000).Select(i => ($"c{i}", $"it's a film of kind {(char)('a' + i % 26)} , but not a good one , and far too long for what it is ."));
        foreach (var seed in Enumerable.Range(0, 5))
        {
            // Nearly all of an epsilon of .05 goes to the style.
            var style = Style(reviews, Privacy(.05, .99), seed).RunOnce();
            Assert.Equal(new TextStyle(LetterCasing.Lower, MarkSpacing.Spaced, TextEnding.Punctuated, ApostropheMark.Straight, LineShape.Single, 26), style.For(1, 1));
        }
    }

    [Theory]
    [InlineData(1, Neighbours.AddOrRemoveOneUnit)]
    [InlineData(3, Neighbours.AddOrRemoveOneUnit)]
    [InlineData(2, Neighbours.ReplaceOneUnit)]
    public void Both_claims_compose_exactly_to_what_was_asked(int recordsPerUnit, Neighbours neighbours) =>
        Gen.Select(Gen.Double[.05, 12], Gen.Double[.001, .9]).Sample((epsilon, share) =>
        {
            var privacy = Privacy(epsilon, share, neighbours, recordsPerUnit);
            var (style, path) = (Style([], privacy).Claim, new PathPlan(privacy, Shape, NoiseOrigin.Seeded).Claim);
            var both = Composition.Of([style, path])!;
            Assert.InRange(both.Epsilon, epsilon * (1 - 1e-6), epsilon);
            Assert.Equal(1e-4, both.Delta);
            Assert.Equal(share, style.Mu * style.Mu / (both.Mu * both.Mu), 1e-6);
            Assert.InRange(GaussianPrivacy.Delta(both.Mu, both.Epsilon) + (1 + Math.Exp(both.Epsilon)) * both.Slack, 0, 1e-4 * (1 + 1e-9));
            Assert.Equal(("customer", recordsPerUnit, neighbours), (both.Unit, both.RecordsPerUnit, both.Neighbours));
            Assert.Equal(1, both.Sigmas[0] * style.Mu, 1e-12);
        }, iter: 40);

    // The same seed draws the same noise, so the difference of two runs is what one unit changed. The style itself rounds to
    // shares; the counts are looked at directly.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void One_unit_never_moves_the_counts_by_more_than_the_bound(int recordsPerUnit)
    {
        var records = Enumerable.Range(0, 40).Select(i => ($"c{i}", i % 2 == 0 ? "Good , I say ." : "never again!")).ToList();
        var without = Counts(records);
        string[] some = ["Good , I say .", "x", "", "HELP\n\nME 5", "it’s 30 days late, sir.", "請求書。"];
        Gen.Int[0, some.Length - 1].Select(i => some[i]).Array[1, recordsPerUnit].Sample(texts =>
        {
            var with = Counts([.. records, .. texts.Select(text => ("another", text))]);
            Assert.InRange(Dense.Norm([.. with.Zip(without, (x, y) => x - y)]), 0, recordsPerUnit * Math.Sqrt(SurfaceKinds.Groups.Count) * (1 + 1e-9));
        }, iter: 60);

        double[] Counts(IEnumerable<(string, string)> all) => Counted(all, Privacy(4, .5, recordsPerUnit: recordsPerUnit));
    }

    [Theory]
    [InlineData(Neighbours.AddOrRemoveOneUnit, 1)]
    [InlineData(Neighbours.ReplaceOneUnit, 2)]
    public void The_noise_has_the_deviation_that_is_claimed(Neighbours neighbours, int changes)
    {
        var noise = Enumerable.Range(0, 200).SelectMany(seed => Counted([], Privacy(1, .3, neighbours), seed)).ToList();
        var expected = Style([], Privacy(1, .3, neighbours)).Claim.Sigmas[0] * changes * Math.Sqrt(7);
        var error = 5 * Math.Sqrt(2.0 / noise.Count);
        Assert.InRange(noise.Average(x => x * x) / (expected * expected), 1 - error, 1 + error);
    }

    [Fact]
    public void Claims_of_different_units_do_not_add_up_and_one_claim_is_itself()
    {
        var claim = Style([], Privacy(1, .3)).Claim;
        Assert.Null(Composition.Of([claim, claim with { Unit = "record" }]));
        Assert.Null(Composition.Of([claim, claim with { Neighbours = Neighbours.ReplaceOneUnit }]));
        Assert.Same(claim, Composition.Of([claim]));
        Assert.Equal(NoiseOrigin.None, Composition.Of([claim, claim with { Noise = NoiseOrigin.None, Mu = double.PositiveInfinity, Epsilon = double.PositiveInfinity }])!.Noise);
    }

    [Fact]
    public void Two_releases_prove_less_than_either()
    {
        var claim = Style([], Privacy(1, .3)).Claim;
        var both = Composition.Of([claim, claim])!;
        Assert.Equal(claim.Mu * Math.Sqrt(2), both.Mu, 1e-12);
        Assert.True(both.Epsilon > claim.Epsilon);
        Assert.Equal(double.PositiveInfinity, PrivacyAccount.Empty<AddOrRemove>().With(new GaussianLoss(1)).WithSlack(slack: 1e-3).Epsilon(1e-4));
    }

    [Fact]
    public void A_plan_is_run_with_the_noise_it_names()
    {
        var vectors = MadeUpVectors.Of(10, 2);
        Assert.Throws<ArgumentException>(() => new NoisyGradientPath(Private.Seal(vectors), new PathPlan(Privacy(1, 0), new PathShape(2, 9), NoiseOrigin.OperatingSystem), new SeededNoise(1)));
    }
}
