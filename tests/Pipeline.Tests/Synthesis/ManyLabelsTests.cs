using Pipeline.Core.Corpora;
using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Mechanisms;
using Pipeline.Synthesis.Proposals;
using Pipeline.Synthesis.Selection;
using Pipeline.Tests.Synthesis.Mechanisms;

namespace Pipeline.Tests.Synthesis;

/// <summary>Fifty labels of very different sizes, from hidden states to the chosen texts; only the model that writes is left out.</summary>
public sealed class ManyLabelsTests
{
    private const int Labels = 50, Width = 576;

    /// <summary>A made-up hidden state: what its label adds, and noise.</summary>
    private static double[] Hidden(Random random, int label)
    {
        var h = new double[Width];
        for (var j = 0; j < Width; j++) h[j] = 10 + (random.NextDouble() - .5) + (j % Labels == label ? 1.2 : 0);
        return h;
    }

    [Theory]
    [InlineData(2, 2000, 576, 24)]
    [InlineData(4, 2000, 576, 48)]
    [InlineData(50, 20_000, 576, 144)] // a quarter of the width
    [InlineData(50, 20_000, 64, 50)] // at least one a class
    [InlineData(50, 20_000, 32, 32)] // never more than there are
    [InlineData(50, 101, 576, 50)] // fewer than half the texts
    [InlineData(2, 2, 576, 1)]
    public void Directions_grow_with_classes_as_far_as_texts_and_width_allow(int classes, int texts, int width, int expected) =>
        Assert.Equal(expected, FeatureMap.DirectionsFor(classes, texts, width));

    [Fact]
    public void Fifty_labels_are_learned_and_matched_and_rare_ones_keep_their_texts()
    {
        var random = new Random(5);
        // Every prompt's class is missed by a third of its proposals.
        var proposals = Enumerable.Range(0, 1500).Select(i => new Proposal($"proposal {i}", i % Labels, -1)).ToList();
        var written = proposals.Select(proposal => random.Next(3) == 0 ? random.Next(Labels) : proposal.Label).ToArray();
        var hidden = written.Select(label => Hidden(random, label)).ToArray();
        var map = FeatureMap.Fit(hidden, FeatureMap.DirectionsFor(Labels, proposals.Count, Width));
        var phi = map.Map(hidden);
        // Ten frequent labels and forty that are ten times rarer.
        var labels = Enumerable.Range(0, 3500).Select(i => i % 7 < 5 ? i % 10 : 10 + i % 40).ToArray();
        var vectors = new LabelledVectors(map.Map([.. labels.Select(label => Hidden(random, label))]), labels, [.. labels.Select((_, i) => $"u{i}")]);

        var mechanism = new NoisyGradientPath(Private.Seal(vectors), new PathPrivacy(8, 1e-5, Neighbours.AddOrRemoveOneUnit, "record"), new PathShape(Labels, map.Dimensions), new SeededNoise(3));
        Assert.InRange(mechanism.Claim.Epsilon, 7.999, 8);
        var target = mechanism.RunOnce();
        var available = Enumerable.Range(0, Labels).Select(c => proposals.Count(proposal => proposal.Label == c)).ToList();
        var quotas = ClassQuotas.AsReleased(200, target.Sizes, available);
        var matched = MatchedTexts.Choose(proposals, phi, target, quotas, 1e-3, TestContext.Current.CancellationToken);

        Assert.Equal(200, matched.Chosen.Count);
        Assert.All(Enumerable.Range(0, Labels), c => Assert.Equal(quotas[c], matched.Chosen.Count(i => proposals[i].Label == c)));
        Assert.True(quotas[..10].Min() > 2 * quotas[10..].Average());
        // What was chosen was written of its label far more often than the two thirds of the proposals.
        Assert.InRange(matched.Chosen.Count(i => written[i] == proposals[i].Label) / 200.0, .85, 1);
        Assert.All(matched.Classes, own => Assert.True(own.Match.Loss <= own.ResidualOfRandom + 1e-12));
    }
}
