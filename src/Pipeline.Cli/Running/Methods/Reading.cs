using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Mechanisms;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Cli.Running.Methods;

/// <summary>
/// The second step: the exact model reads the proposals, the public feature map is fitted to them, and private texts
/// become sealed feature vectors. Whatever wrote the proposals, all texts are read by this one model.
/// </summary>
internal sealed class Reading : IDisposable
{
    /// <summary>Zero-shot texts that get a feature vector, for the comparison: enough to draw several sets from.</summary>
    public const int ZeroShotPerText = 4;

    private Reading(LanguageModel model, TextEncoder encoder)
    {
        Model = model;
        Encoder = encoder;
    }

    /// <summary>The model, in exact arithmetic.</summary>
    public LanguageModel Model { get; }

    /// <summary>Texts to hidden states.</summary>
    public TextEncoder Encoder { get; }

    /// <summary>The part of a text's state that the map looks at, chosen by the proposals.</summary>
    public StatePart Part { get; private set; }

    /// <summary>States to phi.</summary>
    public FeatureMap Map { get; private set; } = null!;

    /// <summary>phi of every readable proposal, in their order.</summary>
    public double[][] Phi { get; private set; } = [];

    /// <summary>phi of proposals as they come, for the comparison.</summary>
    public LabelledVectors ZeroShot { get; private set; } = null!;

    /// <summary>The texts behind <see cref="ZeroShot"/>, in another order: public.</summary>
    public IReadOnlyList<LabelledText> ZeroShotTexts { get; private set; } = [];

    /// <summary>Sealed phi of what the mechanism learns from: the private training texts and the canaries that were put in.</summary>
    public Private<LabelledVectors> Learned { get; private set; } = null!;

    /// <summary>Sealed phi of the private training texts alone.</summary>
    public Private<LabelledVectors> Training { get; private set; } = null!;

    /// <summary>phi of every canary, put in or left out: the attacker reads them as anybody could.</summary>
    public double[][] CanaryPhi { get; private set; } = [];

    /// <summary>Sealed phi of the private holdout texts.</summary>
    public Private<LabelledVectors> Holdout { get; private set; } = null!;

    /// <summary>Reads the proposals, then the private texts.</summary>
    public static Reading Of(RunContext context, ProposalPool proposals)
    {
        var (file, stages, cancellation) = (context.File, context.Stages, context.Cancellation);
        var model = stages.Run("Load the language model", progress => LanguageModel.Load(file.Synthesis.Model, Proposing.Options(context, ComputeType.Auto), progress, cancellation));
        try
        {
            var reading = new Reading(model, new TextEncoder(model, file.Task.Template));
            reading.ReadProposals(context, proposals);
            reading.ReadPrivate(context);
            return reading;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>phi of more public texts, in order, by the map that was fitted before.</summary>
    public double[][] PhiOf(IReadOnlyList<Proposal> more, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        Map.Map(Encoder.States([.. more.Select(proposal => proposal.Text)], progress, cancellation));

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();

    private void ReadProposals(RunContext context, ProposalPool proposals)
    {
        var zeroShot = ZeroShotPool.Of(proposals, ZeroShotPerText * context.File.Synthesis.Texts);
        var states = context.Stages.Run("Read the proposals", progress =>
            Encoder.States([.. proposals.Readable.Concat(zeroShot.Unseen).Select(proposal => proposal.Text)], progress, context.Cancellation));
        var (classes, readable) = (context.Labels.Count, states[..proposals.Readable.Count]);
        var directions = proposals.Directions(classes);
        Part = PublicChoice.Of(readable, [.. proposals.Readable.Select(proposal => proposal.Label)], classes, directions);
        Map = FeatureMap.Fit(readable, Part, directions);
        var phi = Map.Map(states);
        ZeroShot = zeroShot.Vectors(phi, proposals.Readable.Count);
        ZeroShotTexts = [.. zeroShot.Pool.Select((text, i) => new LabelledText($"z-{i + 1:D4}", context.Labels[text.Label], text.Text))];
        Phi = phi[..proposals.Readable.Count];
    }

    /// <summary>Features stay sealed; only the mechanism and the audits open them.</summary>
    private void ReadPrivate(RunContext context) => context.Stages.Run("Read the private texts", progress =>
    {
        var (features, canaries) = (new PublicFeatures(Encoder, Map), context.Planting.Canaries);
        var featurise = new Featurise(features, context.Labels, progress);
        (Learned, Holdout) = (featurise.Apply(context.Planting.Learned, context.Cancellation), featurise.Apply(context.Intake.Holdout, context.Cancellation));
        Training = canaries.All.Count == 0 ? Learned : new WithoutCanaries(canaries).Apply(Learned, context.Cancellation);
        CanaryPhi = canaries.All.Count == 0 ? [] : features.Of([.. canaries.All.Select(canary => canary.Text)], progress, context.Cancellation);
        return Holdout;
    });

    /// <param name="Seen">Places among the readable proposals, with labels.</param>
    /// <param name="Unseen">Texts whose features are computed for the comparison alone.</param>
    /// <param name="Pool">All of them.</param>
    private sealed record ZeroShotPool(IReadOnlyList<(int Place, int Label)> Seen, IReadOnlyList<Proposal> Unseen, IReadOnlyList<Proposal> Pool)
    {
        /// <summary>Proposals as they come, whatever the model thinks of them, evenly spread over the run.</summary>
        public static ZeroShotPool Of(ProposalPool proposals, int wanted)
        {
            var places = new Dictionary<Proposal, int>(ReferenceEqualityComparer.Instance);
            for (var i = 0; i < proposals.Readable.Count; i++) places[proposals.Readable[i]] = i;
            var step = Math.Max(1, proposals.Clean.Count / wanted);
            var pool = proposals.Clean.Where((_, i) => i % step == 0).ToList();
            var unseen = pool.Where(proposal => !places.ContainsKey(proposal)).ToList();
            return new ZeroShotPool([.. pool.Where(places.ContainsKey).Select(proposal => (places[proposal], proposal.Label))], unseen, pool);
        }

        public LabelledVectors Vectors(double[][] phi, int readable) => new(
            [.. Seen.Select(seen => phi[seen.Place]), .. phi[readable..]],
            [.. Seen.Select(seen => seen.Label), .. Unseen.Select(proposal => proposal.Label)], []);
    }
}
