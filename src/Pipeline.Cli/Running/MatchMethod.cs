using Pipeline.Audits.Usefulness;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;
using Pipeline.Core.Releases;
using Pipeline.Reports;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Mechanisms;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Proposals;
using Pipeline.Synthesis.Selection;

namespace Pipeline.Cli.Running;

/// <summary>
/// Gradient matching (docs/synthesis.md): propose and map in public, learn a noisy gradient path in private, then filter
/// and match what was proposed.
/// </summary>
internal sealed class MatchMethod : ISynthesisMethod
{
    private const int ProposalsPerText = 20;
    private const int NewTokens = 56;

    /// <summary>Zero-shot texts that get a feature vector, for the comparison: enough to draw several sets from.</summary>
    private const int ZeroShotPerText = 4;

    public Synthesised Make(RunContext context)
    {
        var (file, stages, cancellation) = (context.File, context.Stages, context.Cancellation);
        var prompts = PromptBook.For([.. file.Task.Labels.Select(label => new ClassTopics(label.Name, label.About))], file.Public.Kind, file.Public.Openings);
        var settings = new ProposalSettings(file.Synthesis.Proposals ?? ProposalsPerText * file.Synthesis.Texts, NewTokens, (ulong)file.Synthesis.Seed, file.Public.Avoid);
        var proposals = stages.Run("Propose texts", progress =>
        {
            using var writer = LanguageModel.Load(file.Synthesis.Model, Options(file, ComputeType.AutoForWriting), progress, cancellation);
            return new Proposer(writer).Propose(prompts, settings, progress, cancellation);
        });
        RequireEnough(context, proposals.Readable);

        // Reading is exact arithmetic: private and proposed texts go through the same model, whatever wrote the proposals.
        using var model = stages.Run("Load the language model", progress => LanguageModel.Load(file.Synthesis.Model, Options(file, ComputeType.Auto), progress, cancellation));

        var encoder = new TextEncoder(model, file.Task.Template);
        var zeroShot = ZeroShot(proposals, ZeroShotPerText * file.Synthesis.Texts);
        var hidden = stages.Run("Read the proposals", progress => encoder.Hidden([.. proposals.Readable.Concat(zeroShot.Unseen).Select(proposal => proposal.Text)], progress, cancellation));
        var map = FeatureMap.Fit(hidden[..proposals.Readable.Count], FeatureMap.DirectionsFor(context.Labels.Count));
        var phi = map.Map(hidden);

        // Features stay sealed; the budget stands in the ledger before the mechanism sees them.
        var privacy = new PathPrivacy(file.Privacy.Epsilon, file.Privacy.Delta, file.Privacy.Neighbours, file.Source.Unit ?? "record", file.Privacy.RecordsPerUnit);
        var (training, holdout) = stages.Run("Read the private texts", progress =>
        {
            var featurise = new Featurise(new PublicFeatures(encoder, map), context.Labels, progress);
            return (featurise.Apply(context.Intake.Training, cancellation), featurise.Apply(context.Intake.Holdout, cancellation));
        });
        var mechanism = new NoisyGradientPath(training, privacy, new PathShape(context.Labels.Count, map.Dimensions), new OperatingSystemNoise());
        var receipt = context.Ledger.Spend(context.Run, context.Intake.Source, mechanism.Claim);
        var target = stages.Run("Release the noisy gradient path", _ => mechanism.Run(receipt, cancellation));

        var matched = stages.Run("Filter and match", _ =>
            MatchedTexts.Choose(proposals.Readable, phi[..proposals.Readable.Count], target.Value, file.Synthesis.Texts, UsefulnessAudit.Lambda, cancellation));
        return new Synthesised
        {
            Candidate = new Candidate([.. matched.Chosen.Select((index, i) => new LabelledText($"s-{i + 1:D4}", context.Labels[proposals.Readable[index].Label], proposals.Readable[index].Text))]),
            Prove = binding => Guarantee.From(target, binding),
            LedgerEntry = receipt.Entry,
            Proposals = proposals.Generated,
            Matching = Summary(matched, context.Labels),
            Usefulness = new UsefulnessInputs(training, holdout, matched.Vectors, zeroShot.Vectors(phi, proposals.Readable.Count), context.Labels.Count),
        };
    }

    private static ModelOptions Options(Core.Plans.PipelineFile file, ComputeType compute) => new(file.Synthesis.Device switch
    {
        Core.Plans.PlannedDevice.Cpu => ModelDevice.Cpu,
        Core.Plans.PlannedDevice.Cuda => ModelDevice.Cuda,
        _ => ModelDevice.Auto,
    }, compute);

    private static void RequireEnough(RunContext context, IReadOnlyList<Proposal> proposals)
    {
        var problems = new List<Problem>();
        var directions = FeatureMap.DirectionsFor(context.Labels.Count);
        if (proposals.Count <= directions)
            problems.Add(new Problem($"{context.File.Name}, synthesis, proposals", $"Only {proposals.Count} of the proposals are usable, and the feature map needs more than {directions}.", "more proposals"));
        for (var c = 0; c < context.Labels.Count; c++)
        {
            var wanted = context.File.Synthesis.Texts / context.Labels.Count + 1;
            var usable = proposals.Count(proposal => proposal.Label == c);
            if (usable < wanted)
                problems.Add(new Problem($"{context.File.Name}, task, labels, {context.Labels[c]}", $"Only {usable} of the proposals are usable, and {wanted} texts are wanted.", "more proposals, fewer texts, or other topics"));
        }
        if (problems.Count > 0) throw new BadInputException(problems);
    }

    /// <summary>Zero-shot texts: proposals as they come, whatever the model thinks of them, evenly spread over the run.</summary>
    private static ZeroShotPool ZeroShot(ProposalPool proposals, int wanted)
    {
        var places = new Dictionary<Proposal, int>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < proposals.Readable.Count; i++) places[proposals.Readable[i]] = i;
        var step = Math.Max(1, proposals.Clean.Count / wanted);
        var pool = proposals.Clean.Where((_, i) => i % step == 0).ToList();
        var unseen = pool.Where(proposal => !places.ContainsKey(proposal)).ToList();
        return new ZeroShotPool([.. pool.Where(places.ContainsKey).Select(proposal => (places[proposal], proposal.Label))], unseen);
    }

    /// <param name="Seen">Places among the readable proposals, with labels.</param>
    /// <param name="Unseen">Texts whose features are computed for the comparison alone.</param>
    private sealed record ZeroShotPool(IReadOnlyList<(int Place, int Label)> Seen, IReadOnlyList<Proposal> Unseen)
    {
        public LabelledVectors Vectors(double[][] phi, int readable) => new(
            [.. Seen.Select(seen => phi[seen.Place]), .. phi[readable..]],
            [.. Seen.Select(seen => seen.Label), .. Unseen.Select(proposal => proposal.Label)], []);
    }

    private static MatchingSummary Summary(MatchedTexts matched, IReadOnlyList<string> labels) => new()
    {
        Classes =
        [
            .. matched.Classes.Select((own, c) => new ClassMatching
            {
                Label = labels[c],
                Proposals = own.Filtered.Proposed,
                Agreeing = own.Filtered.Agreeing,
                Kept = own.Filtered.Kept.Count,
                Chosen = own.Match.Chosen.Count,
                ResidualOfRandom = own.ResidualOfRandom,
                ResidualAfterGreedy = own.Match.LossBefore,
                ResidualAfterSwaps = own.Match.Loss,
            }),
        ],
        CosineAtStart = matched.Check.AtZero.Average(),
        CosineAlongPath = matched.Check.AlongPath,
        Certificate = new CertificateSummary(matched.Certificate.Radius, matched.Certificate.HeadNorm, matched.Certificate.RelativeRadius, matched.Certificate.Distance, matched.Certificate.Vacuous),
    };
}
