using Pipeline.Audits.Usefulness;
using Pipeline.Cli.Attesting;
using Pipeline.Cli.Running.Flows;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;
using Pipeline.Reports;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Proposals;
using Pipeline.Synthesis.Refinement;
using Pipeline.Synthesis.Selection;

namespace Pipeline.Cli.Running.Methods;

/// <summary>
/// Gradient matching, then the chosen texts word by word: a substitution is kept when it lowers residual and unlikelihood
/// together (docs/synthesis.md, section 5). All of it is post-processing of the one release.
/// </summary>
internal sealed class MatchRefineMethod : ISynthesisMethod
{
    public void Describe(RunFlow flow)
    {
        flow.Method.Propose();
        flow.Method.Read();
        flow.Method.ReleasePath();
        flow.Method.WidenAndMatch();
        flow.Method.Refine();
        flow.Candidate(Named.Refined);
    }

    public Synthesised Make(RunContext context)
    {
        var cancellation = context.Cancellation;
        var proposals = Proposing.Run(context);
        using var reading = Reading.Of(context, proposals);
        var targeting = Targeting.Run(context, reading);
        var (widened, matched) = MatchMethod.Choose(context, reading, targeting, proposals);
        proposals = widened.Proposals;
        var refined = Refine(context, reading, proposals, Classes(matched, proposals), targeting.Target);

        string[] texts = [.. refined.SelectMany(own => own.Texts)];
        var labels = matched.Vectors.Labels;
        var phi = context.Stages.Run("Read the refined texts", progress => reading.Map.Map(reading.Encoder.States(texts, progress, cancellation)));
        var candidate = new Candidate([.. texts.Select((text, i) => new LabelledText($"s-{i + 1:D4}", context.Labels[labels[i]], text))]);
        var (vectors, certificate) = (new LabelledVectors(phi, labels, []), Certificate.Of(targeting.Target.Head, phi, labels, UsefulnessAudit.Lambda, cancellation));
        return new Synthesised
        {
            Candidate = candidate,
            Prove = binding => Guarantee.From(targeting.Released, binding),
            LedgerEntry = targeting.LedgerEntry,
            Style = Styling.Known(context)?.Describe(),
            Proposals = proposals.Generated,
            Matching = MatchMethod.Summary(matched, reading.Part, context.Labels, widened.Guided, GradientCheck.Of(targeting.Target, phi, labels), certificate),
            Numbers = Certificates.Of(candidate, vectors, targeting.Target, certificate, refined),
            Refinement = Summary(refined, context.Labels),
            ZeroShot = reading.ZeroShotTexts,
            Usefulness = new UsefulnessInputs(reading.Training, reading.Holdout, vectors, reading.ZeroShot, context.Labels.Count),
        };
    }

    /// <summary>The chosen texts are in order of their classes.</summary>
    private static IReadOnlyList<IReadOnlyList<string>> Classes(MatchedTexts matched, ProposalPool proposals) =>
        [.. matched.Classes.Select((_, c) => matched.Chosen.Where(i => proposals.Readable[i].Label == c).Select(i => proposals.Readable[i].Text).ToList())];

    private static IReadOnlyList<RefinedClass> Refine(
        RunContext context, Reading reading, ProposalPool proposals, IReadOnlyList<IReadOnlyList<string>> classes, GradientTarget target)
    {
        var (file, cancellation) = (context.File, context.Cancellation);
        return context.Stages.Run("Refine word by word", progress =>
        {
            // Decisions hang on thousandths, which bf16 does not hold: where that is what texts are read in, fp32 is loaded beside it.
            using var exact = reading.Model.Compute == ComputeType.Fp32
                ? null
                : LanguageModel.Load(file.Synthesis.Model, Proposing.Options(context, ComputeType.Fp32), progress, cancellation);
            var model = exact ?? reading.Model;
            var refiner = new Refiner(model, new TextEncoder(model, file.Task.Template), reading.Map, proposals.Clean.Select(proposal => proposal.Text), file.Public.Avoid, new RefineSettings());
            return refiner.Run(classes, target.Means, progress, cancellation);
        });
    }

    private static RefinementSummary Summary(IReadOnlyList<RefinedClass> refined, IReadOnlyList<string> labels) => new(
    [
        .. refined.Select((own, c) => new ClassRefinement
        {
            Label = labels[c],
            Texts = own.Texts.Count,
            ResidualBefore = own.Before.Residual,
            ResidualAfter = own.After.Residual,
            PerplexityBefore = Math.Exp(own.Before.Surprise),
            PerplexityAfter = Math.Exp(own.After.Surprise),
            Rounds = [.. own.Sweeps.Select(sweep => new RefinementRound(sweep.Residual, sweep.Merit, sweep.Accepted, sweep.Primal, sweep.Dual))],
            Check = new StopCheck(own.Stopped, own.Check.Tau, own.Check.Checked, own.Check.Improving, own.Check.GreatestGain, own.Unrefined),
        }),
    ]);
}
