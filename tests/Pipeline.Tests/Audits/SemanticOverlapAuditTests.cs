using Pipeline.Audits;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Tests.Audits.Membership;

namespace Pipeline.Tests.Audits;

/// <summary>Vectors are made up here: what a model makes of real paraphrases is tested with the judge's model.</summary>
public sealed class SemanticOverlapAuditTests
{
    private const int Width = 24;

    private readonly MadeUpSource source = new(21, training: 150, holdout: 75);

    private double[] Vector()
    {
        double[] vector = [.. Enumerable.Range(0, Width).Select(_ => source.Random.NextDouble() - .5)];
        var norm = Math.Sqrt(vector.Sum(x => x * x));
        return [.. vector.Select(x => x / norm)];
    }

    private LabelledVectors Vectors(List<SourceRecord> records) =>
        new([.. records.Select(_ => Vector())], new int[records.Count], [.. records.Select(record => record.Unit)]);

    /// <summary>A candidate of which each text has the vector of a record with so much added, or one of its own.</summary>
    private Dictionary<(string, Against), Finding> Findings(int texts, Func<int, double[]?> copied, double added, Func<int, string>? text = null)
    {
        var (training, holdout) = (trainingVectors, holdoutVectors);
        var candidate = new LabelledVectors([.. Enumerable.Range(0, texts).Select(i => copied(i) is { } near ? [.. near.Zip(Vector(), (x, noise) => x + added * noise)] : Vector())], new int[texts], []);
        var audit = new SemanticOverlapAudit(new AuditInputs { Embedded = new EmbeddedTexts(Private.Seal(training), Private.Seal(holdout), candidate) }, similarity: .9);
        var outcome = source.Audit(audit, [.. Enumerable.Range(0, texts).Select(i => text?.Invoke(i) ?? source.Letter())], TestContext.Current.CancellationToken);
        Assert.Null(outcome.Failure);
        Assert.All(outcome.Findings, finding => Assert.Contains(finding.Measure, audit.Measures));
        return outcome.Findings.ToDictionary(finding => (finding.Measure, finding.Against));
    }

    private readonly LabelledVectors trainingVectors, holdoutVectors;

    public SemanticOverlapAuditTests() => (trainingVectors, holdoutVectors) = (Vectors(source.Training), Vectors(source.Holdout));

    /// <summary>The control: every second text says what a record says, in other words.</summary>
    [Fact]
    public void Catches_paraphrases_that_share_no_words()
    {
        var findings = Findings(60, i => i % 2 == 0 ? trainingVectors.Vectors[4 * i] : null, .3);
        Assert.Equal(new Proportion(30, 60), findings[("paraphrases", Against.Training)].Statistic);
        Assert.Equal(new Proportion(30, 60), findings[("paraphrases in other words", Against.Training)].Statistic);
        Assert.Equal(new Proportion(0, 60), findings[("paraphrases", Against.Holdout)].Statistic);
        Assert.Equal(new Excess(new Proportion(30, 150), new Proportion(0, 75)), findings[("paraphrases over holdout", Against.Training)].Statistic);
        Assert.InRange(findings[("paraphrases over holdout", Against.Training)].Statistic.Lower(.95), .1, .2);
        Assert.True(findings[("mean distance ratio", Against.Training)].Statistic.Upper(.95) < findings[("mean distance ratio", Against.Holdout)].Statistic.Lower(.95));
        var instance = findings[("paraphrases", Against.Training)].Instances[0];
        Assert.Matches(@"^cosine 0\.9\d\d, \d+ of \d+ sequences of three words shared$", instance.Note);
        Assert.Equal(20, findings[("paraphrases", Against.Training)].Instances.Count);
    }

    [Fact]
    public void Tells_a_copy_from_a_paraphrase()
    {
        var findings = Findings(10, i => trainingVectors.Vectors[i], 0, i => source.Training[i].Text);
        Assert.Equal(new Proportion(10, 10), findings[("paraphrases", Against.Training)].Statistic);
        Assert.Equal(new Proportion(0, 10), findings[("paraphrases in other words", Against.Training)].Statistic);
        Assert.InRange(findings[("closest distance", Against.Training)].Statistic.Estimate, 0, 1e-12);
    }

    /// <summary>Texts near records of the training part lie closer to it than its size alone would say.</summary>
    [Fact]
    public void Counts_how_many_texts_lie_nearer_to_the_training_part_than_its_size_explains()
    {
        var leaking = Findings(60, i => trainingVectors.Vectors[i], .8)[("closer to training", Against.Training)];
        Assert.Equal(2.0 / 3, leaking.NoLeak!.Value, 1e-12);
        Assert.InRange(leaking.Statistic.Lower(.95), 2.0 / 3, 1);
    }

    /// <summary>The clean case: as many paraphrases of the holdout as of the training part, and 60 texts of their own.</summary>
    [Fact]
    public void Passes_what_is_as_near_to_the_holdout()
    {
        var findings = Findings(90, i => i < 20 ? trainingVectors.Vectors[4 * i] : i < 30 ? holdoutVectors.Vectors[4 * i - 80] : null, .3);
        Assert.InRange(findings[("paraphrases over holdout", Against.Training)].Statistic.Estimate, -.001, .001);
        Assert.True(findings[("paraphrases over holdout", Against.Training)].Statistic.Lower(.95) < 0);
        var closer = findings[("closer to training", Against.Training)];
        Assert.True(closer.Statistic.Lower(.95) < closer.NoLeak);
    }

    [Fact]
    public void Fails_with_a_reason_when_nothing_embedded_the_texts() =>
        Assert.Contains("judge's model", source.Audit(new SemanticOverlapAudit(AuditInputs.None), ["a"], TestContext.Current.CancellationToken).Failure, StringComparison.Ordinal);

    [Fact]
    public void Fails_when_the_vectors_are_not_those_of_the_records()
    {
        var inputs = new AuditInputs { Embedded = new EmbeddedTexts(Private.Seal(new LabelledVectors([Vector()], [0], ["u"])), Private.Seal(holdoutVectors), new LabelledVectors([Vector()], [0], [])) };
        Assert.NotNull(source.Audit(new SemanticOverlapAudit(inputs), ["a"], TestContext.Current.CancellationToken).Failure);
    }
}
