using Pipeline.Audits.Usefulness;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Tests.Core;

namespace Pipeline.Tests.Audits.Usefulness;

public sealed class JudgeAuditTests
{
    private const int Classes = 3, Width = 12;

    /// <summary>Unit vectors in three clouds, one a class; a share gets a label by chance. Only the first <paramref name="topics"/> clouds are drawn from.</summary>
    private static LabelledVectors Embedded(int count, int seed, double byChance = 0, int topics = Classes)
    {
        var random = new Random(seed);
        int[] topic = [.. Enumerable.Range(0, count).Select(_ => random.Next(topics))];
        double[][] vectors = [.. topic.Select(own =>
        {
            double[] vector = [.. Enumerable.Range(0, Width).Select(j => (j == own ? 1 : 0) + .6 * (random.NextDouble() - .5))];
            var norm = Math.Sqrt(vector.Sum(x => x * x));
            return vector.Select(x => x / norm).ToArray();
        })];
        return new LabelledVectors(vectors, [.. topic.Select(own => random.NextDouble() < byChance ? random.Next(Classes) : own)], []);
    }

    /// <summary>Vectors that follow nothing, with labels that follow nothing: what matching to pure noise would leave.</summary>
    private static LabelledVectors Noise(int count, int seed)
    {
        var random = new Random(seed);
        return new LabelledVectors([.. Enumerable.Range(0, count).Select(_ =>
        {
            double[] vector = [.. Enumerable.Range(0, Width).Select(_ => random.NextDouble() - .5)];
            var norm = Math.Sqrt(vector.Sum(x => x * x));
            return vector.Select(x => x / norm).ToArray();
        })], [.. Enumerable.Range(0, count).Select(_ => random.Next(Classes))], []);
    }

    private static Dictionary<string, Finding> Findings(LabelledVectors training, LabelledVectors holdout, LabelledVectors candidate, LabelledVectors zeroShot)
    {
        var audit = new JudgeAudit(new UsefulnessInputs(Private.Seal(training), Private.Seal(holdout), candidate, zeroShot, Classes));
        var outcome = audit.Run(Cases.Context(Cases.BindingOf(Cases.Candidate())), new FixedClock(Cases.Now), null, CancellationToken.None);
        Assert.Null(outcome.Failure);
        return outcome.Findings.ToDictionary(finding => finding.Measure, StringComparer.Ordinal);
    }

    private static Dictionary<string, Finding> Of(LabelledVectors candidate, LabelledVectors? zeroShot = null) =>
        Findings(Embedded(300, 1), Embedded(200, 2), candidate, zeroShot ?? Embedded(250, 3, byChance: .9));

    [Fact]
    public void Texts_like_the_private_ones_train_the_judge_as_well_and_better_than_mislabelled_ones()
    {
        var findings = Of(Embedded(60, 4));
        Assert.InRange(findings[UsefulnessAudit.OfRelease].Statistic.Estimate, .97, 1);
        Assert.InRange(findings[UsefulnessAudit.OfAllPrivate].Statistic.Estimate, .97, 1);
        Assert.InRange(findings[UsefulnessAudit.Gain].Statistic.Lower(.95), .1, 1);
        Assert.InRange(findings[JudgeAudit.LabelFidelity].Statistic.Estimate, .97, 1);
        // nine labels in ten by chance: a third of those is right, and the tenth
        Assert.InRange(findings[JudgeAudit.LabelFidelityOfZeroShot].Statistic.Estimate, .3, .5);
    }

    /// <summary>
    /// The controls. Ten candidates that learned nothing, against zero-shot texts with right labels: a one-sided 95 % lower bound above 0
    /// would be a false gain. With the truth at or below 0, ten independent tries show four or more with probability .001.
    /// </summary>
    [Theory, InlineData(true), InlineData(false)]
    public void Controls_without_anything_learned_show_no_gain(bool shuffled)
    {
        var zeroShot = Embedded(250, 3);
        var gains = Enumerable.Range(0, 10).Select(i => Of(shuffled ? Embedded(60, 100 + i, byChance: 1) : Noise(60, 100 + i), zeroShot)[UsefulnessAudit.Gain].Statistic).ToList();
        Assert.InRange(gains.Count(gain => gain.Lower(.95) > 0), 0, 3);
    }

    [Fact]
    public void Coverage_falls_with_every_topic_the_candidate_leaves_out()
    {
        var all = Of(Embedded(90, 5));
        var two = Of(Embedded(90, 5, topics: 2));
        var one = Of(Embedded(90, 5, topics: 1));
        double By(Dictionary<string, Finding> findings) => findings[JudgeAudit.CoverageOfCandidate].Statistic.Estimate;
        Assert.InRange(By(all) - all[JudgeAudit.CoverageOfPrivate].Statistic.Estimate, -.1, .1);
        Assert.InRange(By(two), .4, By(all) - .2);
        Assert.InRange(By(one), .15, By(two) - .2);
        Assert.True(one[JudgeAudit.SpreadOfCandidate].Statistic.Estimate < all[JudgeAudit.SpreadOfCandidate].Statistic.Estimate);
    }

    [Fact]
    public void The_low_data_curve_has_the_sizes_that_there_are_and_rises()
    {
        var findings = Of(Embedded(60, 6), Embedded(500, 7, byChance: .6));
        string[] expected =
        [
            .. new[] { 20, 50 }.Select(size => JudgeAudit.CurveMeasure(size, "candidate")),
            .. new[] { 20, 50, 100, 200 }.SelectMany(size => new[] { JudgeAudit.CurveMeasure(size, "private"), JudgeAudit.CurveMeasure(size, "zero-shot") }),
        ];
        var measured = JudgeAudit.CurveKinds.SelectMany(kind => JudgeAudit.CurveSizes.Select(size => JudgeAudit.CurveMeasure(size, kind))).Where(findings.ContainsKey);
        Assert.Equal(expected.Order(), measured.Order());
        Assert.True(findings[JudgeAudit.CurveMeasure(200, "zero-shot")].Statistic.Estimate > findings[JudgeAudit.CurveMeasure(20, "zero-shot")].Statistic.Estimate);
    }

    [Fact]
    public void Is_the_same_every_time_and_declares_what_it_measures()
    {
        var first = Of(Embedded(210, 8));
        Assert.Equal(JudgeAudit.AllMeasures.Order(), first.Keys.Order());
        var second = Of(Embedded(210, 8));
        Assert.All(first, pair => Assert.Equal(pair.Value.Statistic, second[pair.Key].Statistic));
    }

    [Fact]
    public void An_empty_holdout_leaves_accuracy_and_coverage_unmeasured()
    {
        var findings = Findings(Embedded(100, 1), new LabelledVectors([], [], []), Embedded(30, 2), Embedded(80, 3));
        Assert.Equal(0, findings[UsefulnessAudit.OfRelease].Statistic.N);
        Assert.Equal(0, findings[JudgeAudit.CoverageOfCandidate].Statistic.N);
    }
}
