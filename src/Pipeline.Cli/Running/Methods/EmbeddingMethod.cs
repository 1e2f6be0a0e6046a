using Pipeline.Audits.Usefulness;
using Pipeline.Cli.Running.Flows;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;
using Pipeline.Reports;
using Pipeline.Synthesis.Admm;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Cli.Running.Methods;

/// <summary>
/// The two baselines that optimise input embeddings. <c>embedding</c> stops there: its candidate has no texts, so the gate
/// cannot release it, whatever the policy. <c>admm-paper</c> proposes the nearest tokens, decoded, as the paper does.
/// </summary>
internal sealed class EmbeddingMethod(bool projected) : ISynthesisMethod
{
    public void Describe(RunFlow flow)
    {
        flow.Method.Propose();
        flow.Method.Read();
        flow.Method.ReleasePath();
        flow.Method.OptimiseEmbeddings();
        flow.Candidate(projected ? Named.Nearest : Named.Optimised);
    }

    public Synthesised Make(RunContext context)
    {
        var cancellation = context.Cancellation;
        var proposals = Proposing.Run(context);
        using var reading = Reading.Of(context, proposals);
        var targeting = Targeting.Run(context, reading);
        var classes = Starts(proposals, context);
        // Without the coupling to tokens nothing holds the embeddings back: that is the baseline's point.
        var settings = projected ? new AdmmSettings() : new AdmmSettings(Rho: 0);
        var matched = context.Stages.Run("Optimise embeddings", progress =>
            new EmbeddingMatch(reading.Model, reading.Encoder, reading.Map, settings).Run(classes, targeting.Target.Means, progress, cancellation));

        string[] before = [.. classes.SelectMany(own => own)];
        string[] after = [.. matched.SelectMany(own => own.Texts)];
        var labels = classes.SelectMany((own, c) => own.Select(_ => c)).ToArray();
        var read = context.Stages.Run("Read the nearest tokens", progress => Read(reading, projected ? [.. before, .. after] : before, progress, cancellation));
        var phi = projected ? read.Phi[before.Length..] : [.. matched.SelectMany(own => own.Phi)];
        return new Synthesised
        {
            Candidate = new Candidate(projected ? [.. after.Select((text, i) => new LabelledText($"s-{i + 1:D4}", context.Labels[labels[i]], text))] : []),
            Prove = binding => Guarantee.From(targeting.Released, binding),
            LedgerEntry = targeting.LedgerEntry,
            Style = Styling.Known(context)?.Describe(),
            Proposals = proposals.Generated,
            Refinement = new RefinementSummary(
            [
                .. matched.Select((own, c) => new ClassRefinement
                {
                    Label = context.Labels[c],
                    Texts = classes[c].Count,
                    ResidualBefore = GradientCheck.Residual(targeting.Target, read.Phi[..before.Length], labels, c),
                    ResidualAfter = GradientCheck.Residual(targeting.Target, phi, labels, c),
                    PerplexityBefore = Perplexity(read.Surprise[..before.Length], labels, c),
                    PerplexityAfter = projected ? Perplexity(read.Surprise[before.Length..], labels, c) : double.NaN,
                    Rounds = [.. own.Rounds.Select(round => new RefinementRound(round.Losses[^1], null, null, round.Primal, round.Dual))],
                }),
            ]),
            ZeroShot = reading.ZeroShotTexts,
            Usefulness = new UsefulnessInputs(reading.Training, reading.Holdout, new LabelledVectors(phi, labels, []), reading.ZeroShot, context.Labels.Count),
        };
    }

    /// <summary>The first readable proposals of each class.</summary>
    private static IReadOnlyList<IReadOnlyList<string>> Starts(ProposalPool proposals, RunContext context)
    {
        var (texts, count) = (context.File.Synthesis.Texts, context.Labels.Count);
        return
        [
            .. Enumerable.Range(0, count).Select(c => proposals.Readable.Where(proposal => proposal.Label == c)
                .Take(texts / count + (c < texts % count ? 1 : 0)).Select(proposal => proposal.Text).ToList()),
        ];
    }

    private static (double[][] Phi, double[] Surprise) Read(Reading reading, string[] texts, IProgress<Core.StageProgress> progress, CancellationToken cancellation) => (
        reading.Map.Map(reading.Encoder.States(texts, progress, cancellation)),
        reading.Model.NegativeLogLikelihood([.. texts.Select(text => reading.Model.Tokenizer.Encode(text.Length > 0 ? text : " "))], progress, cancellation));

    private static double Perplexity(double[] surprise, int[] labels, int label) =>
        Math.Exp(surprise.Where((nats, i) => labels[i] == label && double.IsFinite(nats)).DefaultIfEmpty(double.NaN).Average());
}
