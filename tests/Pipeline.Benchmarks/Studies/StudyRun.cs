using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Numerics;
using Pipeline.Core.Plans;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Mechanisms;
using Pipeline.Synthesis.Proposals;
using Pipeline.Synthesis.Selection;

namespace Pipeline.Benchmarks.Studies;

/// <summary>
/// One seed of a study: its own split, proposals and noise. Gives the sets to train on, and tries a set on the evaluation
/// texts with the head on phi and with the judge.
/// </summary>
internal sealed class StudyRun
{
    private const double Lambda = 1e-3;

    private readonly Study study;
    private readonly StudyJudge? judge;
    private readonly Random random;
    private readonly IReadOnlyList<StudyText> corpus;
    private readonly int[] training;
    private readonly int[] evaluation;
    private readonly IReadOnlyList<Proposal> clean;
    private readonly int[] readable;
    private readonly double[][] phiOfData;
    private readonly double[][] phiOfClean;

    public StudyRun(Study study, StudyJudge? judge, int seed, CancellationToken cancellation)
    {
        (this.study, this.judge, random) = (study, judge, new Random(seed));
        corpus = study.Data.All;
        (training, evaluation) = study.Data.Split(seed);
        var pool = study.Styled(seed, cancellation);
        clean = pool.Clean;
        var likely = pool.Readable.Select(proposal => proposal.Text).ToHashSet(StringComparer.Ordinal);
        readable = [.. Enumerable.Range(0, clean.Count).Where(i => likely.Contains(clean[i].Text))];
        var states = study.StatesOfProposals(seed, cancellation);
        var (directions, read) = (pool.Directions(Classes), readable.Select(i => states[i]).ToArray());
        Accuracies = PublicChoice.Accuracies(read, [.. readable.Select(i => clean[i].Label)], Classes, directions);
        Part = study.Part ?? PublicChoice.Among(Accuracies);
        var map = FeatureMap.Fit(read, Part, directions);
        phiOfClean = map.Map(states);
        phiOfData = map.Map(study.StatesOfData(cancellation));
    }

    /// <summary>The part of the state that the feature map looks at.</summary>
    public StatePart Part { get; }

    /// <summary>How well each part tells the classes of the prompts apart.</summary>
    public IReadOnlyDictionary<StatePart, double> Accuracies { get; }

    private int Classes => study.File.Task.Labels.Count;

    private int Texts => study.File.Synthesis.Texts;

    /// <summary>All private texts.</summary>
    public StudySet Private() => OfData(training);

    /// <summary>As many private texts as a release has, evenly over the labels where there are enough.</summary>
    public StudySet Private(int count) => OfData(Draw(training, i => corpus[i].Label, count));

    /// <summary>Proposals as they come.</summary>
    public StudySet ZeroShot(int count) => OfProposals(Draw([.. Enumerable.Range(0, clean.Count)], i => clean[i].Label, count));

    /// <summary>Matched texts at a budget.</summary>
    public StudySet Matched(double epsilon, StudyControl control, CancellationToken cancellation)
    {
        var labels = training.Select(i => corpus[i].Label).ToArray();
        if (control == StudyControl.ShuffledLabels) random.Shuffle(labels);
        var vectors = training.Select(i => control == StudyControl.PureNoise ? new double[phiOfData[i].Length] : phiOfData[i]).ToArray();
        var units = study.File.Source.Unit is null ? [.. training.Select(i => $"record {i}")] : training.Select(i => corpus[i].Unit).ToArray();
        var privacy = new PathPrivacy(epsilon, study.File.Privacy.Delta, Neighbours.AddOrRemoveOneUnit, study.File.Source.Unit ?? "record", study.File.Privacy.RecordsPerUnit);
        var noise = new OperatingSystemNoise();
        var mechanism = new NoisyGradientPath(Core.Privacy.Private.Seal(new LabelledVectors(vectors, labels, units)), new PathPlan(privacy, new PathShape(Classes, vectors[0].Length), noise.Origin), noise);
        var receipt = new Ledger(new MemoryLedger(), TimeProvider.System).Spend("study", Digest.Of("study"), mechanism.Claim);
        var target = mechanism.Run(receipt, cancellation).Value;
        var chosen = MatchedTexts.Choose([.. readable.Select(i => clean[i])], [.. readable.Select(i => phiOfClean[i])], target, Texts, Lambda, cancellation).Chosen;
        return OfProposals([.. chosen.Select(i => readable[i])]);
    }

    /// <summary>What a set is worth, on all evaluation texts.</summary>
    public StudyScore Score(StudySet set)
    {
        var head = SoftmaxHead.Train(set.Phi, set.Labels, Classes, Lambda);
        return new StudyScore(
            Balanced(evaluation, [.. evaluation.Select(i => head.Predict(phiOfData[i]))]),
            Balanced(evaluation, judge!.Predict(set.Texts, set.Labels, Classes, TextsOf(evaluation))));
    }

    /// <summary>Places of some evaluation texts, drawn at random.</summary>
    public int[] Sample(int count)
    {
        var order = (int[])evaluation.Clone();
        random.Shuffle(order);
        return order[..Math.Min(count, order.Length)];
    }

    /// <summary>The texts at places of the corpus.</summary>
    public IReadOnlyList<string> TextsOf(int[] places) => [.. places.Select(i => corpus[i].Text)];

    /// <summary>Mean recall of the classes.</summary>
    public double Balanced(int[] places, int[] predicted) =>
        places.Select((place, i) => (corpus[place].Label, Right: predicted[i] == corpus[place].Label)).GroupBy(pair => pair.Label).Average(own => own.Average(pair => pair.Right ? 1.0 : 0));

    private StudySet OfData(int[] places) => new(
        [.. places.Select(i => phiOfData[i])], [.. places.Select(i => corpus[i].Text)], [.. places.Select(i => corpus[i].Label)]);

    private StudySet OfProposals(int[] places) => new(
        [.. places.Select(i => phiOfClean[i])], [.. places.Select(i => clean[i].Text)], [.. places.Select(i => clean[i].Label)]);

    private int[] Draw(int[] pool, Func<int, int> labelOf, int count)
    {
        var order = (int[])pool.Clone();
        random.Shuffle(order);
        return [.. order.GroupBy(labelOf).OrderBy(own => own.Key).SelectMany(own => own.Take(count / Classes + (own.Key < count % Classes ? 1 : 0)))];
    }

    private sealed class MemoryLedger : ILedgerStore
    {
        private readonly List<LedgerEntry> entries = [];

        public LedgerEntry Append(Func<LedgerEntry?, LedgerEntry> next)
        {
            entries.Add(next(entries.LastOrDefault()));
            return entries[^1];
        }

        public IEnumerable<(LedgerEntry Entry, Digest Stored)> Read() => entries.Select(entry => (entry, entry.Hash));
    }
}

/// <summary>Labelled texts with their feature vectors.</summary>
internal sealed record StudySet(double[][] Phi, string[] Texts, int[] Labels);

/// <summary>Balanced accuracy on the evaluation texts.</summary>
/// <param name="Head">Of a head on phi.</param>
/// <param name="Judge">Of logistic regression on the judge's embeddings.</param>
internal sealed record StudyScore(double Head, double Judge);

/// <summary>What is done to the private records before the mechanism sees them.</summary>
internal enum StudyControl
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Labels are dealt out again: nothing is left to learn but the class sizes.</summary>
    ShuffledLabels,

    /// <summary>Features are zero: the target is noise alone.</summary>
    PureNoise,
}
