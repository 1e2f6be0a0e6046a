using Pipeline.Audits;
using Pipeline.Core.Canaries;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Numerics;
using Pipeline.Core.Plans;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Synthesis.Attacks;
using Pipeline.Synthesis.Canaries;
using Pipeline.Synthesis.Mechanisms;
using Pipeline.Tests.Core;
using Pipeline.Tests.Synthesis.Mechanisms;

namespace Pipeline.Tests.Audits;

/// <summary>Canaries whose coins are known to the test: what is copied, or released without noise, is told; what is private or unrelated is not.</summary>
public sealed class CanaryAuditTests
{
    private const double Delta = 1e-5;

    private static readonly TaskPlan task = new()
    {
        Template = "{text} This is about",
        Labels = [new LabelPlan { Name = "a", Token = " a", About = ["a wrong charge", "a refund"] }, new LabelPlan { Name = "b", Token = " b", About = ["a late parcel"] }],
    };

    private static PlantedCanaries Canaries(int planted = 200) => CanaryBook.Write(task, new CanaryPlan(planted, 4), new SeededNoise(3));

    private static Private<Corpus> Plant(PlantedCanaries canaries) =>
        new PlantCanaries(canaries, new SeededNoise(5)).Apply(Private.Seal(new Corpus([new SourceRecord("1", "1", "a", "My invoice is wrong.")])), TestContext.Current.CancellationToken);

    private static List<string> TextsIn(PlantedCanaries canaries, Private<Corpus> learned) =>
        [.. PaidRuns.Reveal(learned).Records.Where(record => canaries.All.Any(canary => canary.Unit == record.Unit)).Select(record => record.Text)];

    private static (Candidate Candidate, IReadOnlyList<Finding> Findings) Measure(
        PlantedCanaries canaries, Private<Corpus> learned, IEnumerable<string> texts, IReadOnlyList<double>? scores = null)
    {
        var candidate = new Candidate([.. texts.Select((text, i) => new LabelledText($"s-{i}", "a", text))]);
        var outcome = new CanaryAudit(new PlantedInputs(canaries, learned, Delta, scores)).Run(Cases.Context(Cases.BindingOf(candidate)) with { Candidate = candidate }, new FixedClock(Cases.Now), null, TestContext.Current.CancellationToken);
        Assert.Null(outcome.Failure);
        return (candidate, outcome.Findings);
    }

    private static Statistic Of(IReadOnlyList<Finding> findings, string measure) => findings.Single(finding => finding.Measure == measure).Statistic;

    private static readonly string[] unrelated = [.. Enumerable.Range(0, 60).Select(i => $"I am writing about a refund of {i} euros and a late parcel, please help me with it.")];

    [Fact]
    public void A_synthesiser_that_copies_is_told_in_every_way()
    {
        var canaries = Canaries();
        var learned = Plant(canaries);
        var copies = TextsIn(canaries, learned);
        var (candidate, findings) = Measure(canaries, learned, copies);
        Assert.Equal(copies.Count, Of(findings, PlantedCanaries.TextsMeasure).Estimate);
        Assert.Equal(1, Of(findings, "planted canaries found").Estimate);
        Assert.InRange(Of(findings, "exposure over those left out").Lower(.999), 3, 8);
        // All 160 guesses right: log(p / (1 - p)) at p = (.05 / 8)^(1/160), less what delta costs.
        Assert.InRange(Of(findings, "epsilon lower bound from the texts").Lower(.95), 3, 3.45);
        var decision = Gate.Decide(Cases.Policy(Cases.Private8), candidate, Cases.Evidence(candidate) with { Audits = [Cases.Audited(candidate)] }, Cases.Facts() with { Canaries = canaries }, Cases.Now);
        Assert.Contains("A text of the candidate holds a planted canary.", Assert.IsType<Refused>(decision).Reasons);
    }

    [Fact]
    public void Copies_with_one_word_of_the_secret_left_are_told()
    {
        var canaries = Canaries();
        var learned = Plant(canaries);
        var pieces = TextsIn(canaries, learned).Select(text => "Somebody wrote " + text.Split(' ')[^1]);
        Assert.InRange(Of(Measure(canaries, learned, pieces).Findings, "epsilon lower bound from the texts").Lower(.95), 2, 4);
    }

    [Fact]
    public void Texts_that_nothing_private_had_a_part_in_tell_nothing()
    {
        var canaries = Canaries();
        var (candidate, findings) = Measure(canaries, Plant(canaries), unrelated);
        Assert.Equal(0, Of(findings, PlantedCanaries.TextsMeasure).Estimate);
        Assert.Equal(0, Of(findings, "planted canaries found").Estimate);
        Assert.InRange(Of(findings, "epsilon lower bound from the texts").Lower(.95), 0, .3);
        Assert.InRange(Of(findings, "exposure over those left out").Estimate, -1.5, 1.5);
        Assert.DoesNotContain(findings, finding => finding.Measure == "epsilon lower bound from the target");
    }

    /// <summary>The same vectors, mechanism and attacker; only the noise differs. Vectors lie about those of the private records.</summary>
    [Theory]
    [InlineData(4, 0, .9)]
    [InlineData(15, 0, 3)]
    public void The_released_target_tells_no_more_than_was_claimed(double epsilon, double least, double most) =>
        Assert.InRange(FromTarget(epsilon, noised: true), least, most);

    [Fact]
    public void A_target_without_noise_is_told() => Assert.InRange(FromTarget(4, noised: false), 1, 5);

    private static double FromTarget(double epsilon, bool noised)
    {
        const int Dimensions = 200;
        var canaries = Canaries(120);
        var learned = Plant(canaries);
        var units = PaidRuns.Reveal(learned).Records.Select(record => record.Unit).ToHashSet();
        var random = new Random(8);
        int[] labels = [.. canaries.All.Select(canary => canary.Label == "a" ? 0 : 1)];
        var phi = labels.Select(label =>
        {
            var own = Unit([.. Enumerable.Range(0, Dimensions).Select(_ => random.NextDouble() - .5)]);
            (own[label], own[^1]) = (own[label] + .6, own[^1] + .5);
            return Unit(own);
        }).ToArray();
        int[] put = [.. Enumerable.Range(0, phi.Length).Where(i => units.Contains(canaries.All[i].Unit))];
        var vectors = MadeUpVectors.Of(20, 2, dimensions: Dimensions);
        foreach (var i in put) vectors = vectors.With([phi[i]], [labels[i]], canaries.All[i].Unit);
        var plan = new PathPlan(new PathPrivacy(epsilon, Delta, Neighbours.AddOrRemoveOneUnit, "customer"), new PathShape(2, Dimensions) { Steps = 6 }, NoiseOrigin.Seeded);
        INoisySum Sum(GridGaussian grid) => noised ? grid : new Synthesis.Attacks.PartlyNoised(grid, _ => false);
        var target = new PathRelease(plan, Sum(plan.Start), Sum(plan.Step), new SeededNoise(6)).Of(vectors, TestContext.Current.CancellationToken);
        var scores = CanaryScores.Of(target, plan, phi, labels);
        return Of(Measure(canaries, learned, unrelated, scores).Findings, "epsilon lower bound from the target").Lower(.95);
    }

    private static double[] Unit(double[] x) => Array.ConvertAll(x, value => value / Dense.Norm(x));

    [Fact]
    public void Coins_that_all_fall_alike_cannot_be_measured()
    {
        var canaries = Canaries(8);
        var nobody = Private.Seal(new Corpus([]));
        var outcome = new CanaryAudit(new PlantedInputs(canaries, nobody, Delta, null)).Run(Cases.Context(Cases.BindingOf(Cases.Candidate())), TimeProvider.System, null, CancellationToken.None);
        Assert.Contains("coins", outcome.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Coins_are_fair_and_vectors_of_canaries_leave_no_trace_in_what_audits_compare()
    {
        var canaries = Canaries(1000);
        var inside = TextsIn(canaries, Plant(canaries)).Count;
        Assert.InRange(inside, 420, 580); // 5 deviations
        var records = MadeUpVectors.Of(20, 2);
        var learned = records.With([records.Vectors[0], records.Vectors[1]], [0, 1], canaries.All[0].Unit);
        var kept = PaidRuns.Reveal(new WithoutCanaries(canaries).Apply(Private.Seal(learned), CancellationToken.None));
        Assert.Equal(records.Vectors, kept.Vectors);
        Assert.Equal(records.Labels, kept.Labels);
        Assert.Equal(records.Units, kept.Units);
    }

    [Fact]
    public void Has_a_page_that_explains_every_measure()
    {
        var page = File.ReadAllText(Fixtures.Shipped("audits", CanaryAudit.AuditName + ".md"));
        Assert.All(CanaryAudit.AllMeasures, measure => Assert.Contains($"| `{measure}` |", page, StringComparison.Ordinal));
    }
}
