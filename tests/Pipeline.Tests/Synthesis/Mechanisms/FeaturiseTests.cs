using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Inputs;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Tests.Synthesis.Mechanisms;

public sealed class FeaturiseTests
{
    private static readonly Private<Corpus> Corpus =
        Private.Seal(new Corpus([new("1", "ann", "good", "secret one"), new("2", "bob", "bad", "secret"), new("3", "ann", "good", "")]));

    private static Private<LabelledVectors> Apply(params string[] labels) =>
        new Featurise(new Lengths(), labels).Apply(Corpus, TestContext.Current.CancellationToken);

    [Fact]
    public void Keeps_texts_labels_and_units_together()
    {
        var vectors = PaidRuns.Reveal(Apply("bad", "good"));
        Assert.Equal([10, 6, 0], vectors.Vectors.Select(phi => phi[0]));
        Assert.Equal([1, 0, 1], vectors.Labels);
        Assert.Equal(["ann", "bob", "ann"], vectors.Units);
    }

    [Fact]
    public void An_unknown_label_is_named_by_its_record_and_never_quoted()
    {
        var problem = Assert.Throws<BadInputException>(() => Apply("good", "fine")).Problems[0];
        Assert.Equal("source, record 2", problem.Where);
        Assert.DoesNotContain("bad", problem.ToString());
        Assert.DoesNotContain("secret", problem.ToString());
    }

    [Fact]
    public void A_feature_function_that_loses_texts_is_a_defect() =>
        Assert.Throws<InvalidOperationException>(() => new Featurise(new Loses(), ["bad", "good"]).Apply(Corpus, TestContext.Current.CancellationToken));

    private sealed class Lengths : ITextFeatures
    {
        public double[][] Of(IReadOnlyList<string> texts, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
            [.. texts.Select(text => (double[])[text.Length])];
    }

    private sealed class Loses : ITextFeatures
    {
        public double[][] Of(IReadOnlyList<string> texts, IProgress<StageProgress>? progress, CancellationToken cancellation) => [];
    }
}
