using Pipeline.Audits.Usefulness;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Tests.Core;

namespace Pipeline.Tests.Audits.Usefulness;

public sealed class UsefulnessAuditTests
{
    /// <summary>Two classes on either side of an axis; a share of the labels is turned round.</summary>
    private static LabelledVectors Vectors(int count, double wrong, int seed, double share = .5)
    {
        var random = new Random(seed);
        var labels = Enumerable.Range(0, count).Select(_ => random.NextDouble() < share ? 1 : 0).ToArray();
        double[][] vectors = [.. labels.Select(label =>
        {
            var side = random.NextDouble() < wrong ? 1 - label : label;
            return new[] { (side == 1 ? .5 : -.5) + .3 * (random.NextDouble() - .5), .3 * (random.NextDouble() - .5), .2 };
        })];
        return new LabelledVectors(vectors, labels, [.. labels.Select((_, i) => $"u{i}")]);
    }

    private static Dictionary<string, Finding> Findings(LabelledVectors training, LabelledVectors holdout, LabelledVectors candidate, LabelledVectors zeroShot)
    {
        var audit = new UsefulnessAudit(new UsefulnessInputs(Private.Seal(training), Private.Seal(holdout), candidate, zeroShot, 2));
        var outcome = audit.Run(Cases.Context(Cases.BindingOf(Cases.Candidate())), new FixedClock(Cases.Now), null, CancellationToken.None);
        Assert.Null(outcome.Failure);
        return outcome.Findings.ToDictionary(finding => finding.Measure, StringComparer.Ordinal);
    }

    [Fact]
    public void A_candidate_like_the_private_texts_does_as_well_as_they_and_better_than_mislabelled_ones()
    {
        var findings = Findings(Vectors(400, 0, 1), Vectors(300, 0, 2), Vectors(60, 0, 3), Vectors(200, .9, 4));
        Assert.Equal(1, findings[UsefulnessAudit.OfRelease].Statistic.Estimate);
        Assert.Equal(1, findings[UsefulnessAudit.OfAllPrivate].Statistic.Estimate);
        Assert.InRange(findings[UsefulnessAudit.OfZeroShot].Statistic.Estimate, 0, .2);
        Assert.InRange(findings[UsefulnessAudit.Gain].Statistic.Lower(.95), .7, 1);
    }

    [Fact]
    public void A_candidate_of_random_labels_shows_no_gain_over_random_labels()
    {
        var findings = Findings(Vectors(400, 0, 1), Vectors(300, 0, 2), Vectors(60, .5, 5), Vectors(200, .5, 6));
        Assert.InRange(findings[UsefulnessAudit.OfAllPrivate].Statistic.Estimate, .99, 1);
        var gain = findings[UsefulnessAudit.Gain].Statistic;
        Assert.True(gain.Lower(.95) < .5);
    }

    [Fact]
    public void Balanced_accuracy_counts_a_rare_class_as_much_as_a_common_one()
    {
        // A candidate of one class alone labels everything so: the plain accuracy looks good, the balanced one does not.
        var oneSided = new LabelledVectors([.. Enumerable.Repeat(new[] { 0, 0, .2 }, 60)], new int[60], []);
        var findings = Findings(Vectors(400, 0, 1, share: .1), Vectors(300, 0, 2, share: .1), oneSided, Vectors(200, 0, 4));
        Assert.InRange(findings[UsefulnessAudit.OfRelease].Statistic.Estimate, .85, .95);
        Assert.Equal(.5, findings["balanced " + UsefulnessAudit.OfRelease].Statistic.Estimate, 6);
        Assert.InRange(findings[UsefulnessAudit.OfLargestClass].Statistic.Estimate, .85, .95);
    }

    [Fact]
    public void Is_measured_on_the_holdout_and_the_same_every_time()
    {
        var (training, holdout, candidate, zeroShot) = (Vectors(200, .1, 1), Vectors(150, .1, 2), Vectors(40, .2, 3), Vectors(100, .4, 4));
        var first = Findings(training, holdout, candidate, zeroShot);
        var second = Findings(training, holdout, candidate, zeroShot);
        Assert.All(first.Values, finding => Assert.Equal(Against.Holdout, finding.Against));
        Assert.All(first, pair => Assert.Equal(pair.Value.Statistic, second[pair.Key].Statistic));
        Assert.Equal(UsefulnessAudit.AllMeasures.Order(), first.Keys.Order());
    }

    [Fact]
    public void An_empty_holdout_leaves_nothing_to_measure()
    {
        var findings = Findings(Vectors(100, 0, 1), new LabelledVectors([], [], []), Vectors(40, 0, 3), Vectors(100, 0, 4));
        Assert.Equal(0, findings[UsefulnessAudit.OfRelease].Statistic.N);
    }
}
