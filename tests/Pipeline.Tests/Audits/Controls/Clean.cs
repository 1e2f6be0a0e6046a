using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Mechanisms;
using Pipeline.Tests.Core;

namespace Pipeline.Tests.Audits.Controls;

/// <summary>Synthesisers that leak nothing that audits should see.</summary>
internal static class Clean
{
    private const int Proposals = 600;

    public static IReadOnlyList<Control> All { get; } =
    [
        new("data-independent", "Another writer's letters, made without the source.", source => source.Written((_, text) => text.Text)),
        new("kept aside", "More letters by the source's own writer, in neither part.", source => source.Kept),
        new("private at epsilon 1", "Chosen among another writer's letters by the noisy gradient path of the training records: the product's mechanism and matching, epsilon 1, on vectors of hashed words.", Private1),
    ];

    private static LabelledText[] Private1(ControlCase source)
    {
        var vectors = new LabelledVectors(
            [.. source.Training.Select(record => ControlInputs.Embed(record.Text))], [.. source.Training.Select(record => Index(record.Label))], [.. source.Training.Select(record => record.Unit)]);
        var mechanism = new NoisyGradientPath(
            Private.Seal(vectors), new PathPrivacy(1, 1e-3, Neighbours.AddOrRemoveOneUnit, "record"), new PathShape(Letters.Labels.Count, vectors.Vectors[0].Length) { Steps = 5 }, new SeededNoise(source.Seed));
        var receipt = new Ledger(new MemoryLedger(), new FixedClock(Cases.Now)).Spend("run", Digest.Of("source"), mechanism.Claim);
        var target = mechanism.Run(receipt, TestContext.Current.CancellationToken).Value;

        var proposals = source.Stranger.Texts(Proposals);
        var chosen = Letters.Labels.SelectMany((label, c) =>
        {
            var own = proposals.Where(text => text.Label == label).ToList();
            var count = (ControlCase.Rows / Letters.Labels.Count) + (c < ControlCase.Rows % Letters.Labels.Count ? 1 : 0);
            return MatchingPursuit.AtZero([.. own.Select(text => ControlInputs.Embed(text.Text))], target.Means[c], count).Chosen.Select(i => own[i]);
        });
        return [.. chosen.Select((text, i) => text with { Id = $"s-{i}" })];
    }

    private static int Index(string label) => Letters.Labels.Index().First(known => known.Item == label).Index;
}
