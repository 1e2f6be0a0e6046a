using Pipeline.Audits.Usefulness;
using Pipeline.Cli.Attesting;
using Pipeline.Cli.Running.Flows;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;
using Pipeline.Reports;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Proposals;
using Pipeline.Synthesis.Selection;

namespace Pipeline.Cli.Running.Methods;

/// <summary>
/// Gradient matching (docs/synthesis.md): propose and map in public, learn a noisy gradient path in private, then filter
/// and match what was proposed.
/// </summary>
internal sealed class MatchMethod : ISynthesisMethod
{
    public void Describe(RunFlow flow)
    {
        flow.Method.Propose();
        flow.Method.Read();
        flow.Method.ReleasePath();
        flow.Method.WidenAndMatch();
        flow.Candidate(Named.Matched);
    }

    public Synthesised Make(RunContext context)
    {
        var proposals = Proposing.Run(context);
        using var reading = Reading.Of(context, proposals);
        var targeting = Targeting.Run(context, reading);
        var (widened, matched) = Choose(context, reading, targeting, proposals);
        proposals = widened.Proposals;
        var candidate = new Candidate([.. matched.Chosen.Select((index, i) => new LabelledText($"s-{i + 1:D4}", context.Labels[proposals.Readable[index].Label], proposals.Readable[index].Text))]);
        return new Synthesised
        {
            Candidate = candidate,
            Prove = binding => Guarantee.From(targeting.Released, binding),
            LedgerEntry = targeting.LedgerEntry,
            Style = Styling.Known(context)?.Describe(),
            Proposals = proposals.Generated,
            Matching = Summary(matched, reading.Part, context.Labels, widened.Guided, matched.Check, matched.Certificate),
            Numbers = Certificates.Of(candidate, matched.Vectors, targeting.Target, matched.Certificate),
            ZeroShot = reading.ZeroShotTexts,
            Usefulness = new UsefulnessInputs(reading.Training, reading.Holdout, matched.Vectors, reading.ZeroShot, context.Labels.Count),
        };
    }

    /// <summary>Widens the choice where the file or a class asks for it, then filters and matches.</summary>
    public static (Widening Widened, MatchedTexts Matched) Choose(RunContext context, Reading reading, Targeting targeting, ProposalPool proposals)
    {
        var widened = Widening.Run(context, reading, targeting.Target, proposals);
        var matched = context.Stages.Run("Filter and match", _ =>
            MatchedTexts.Choose(widened.Proposals.Readable, widened.Phi, targeting.Target, widened.Wanted, UsefulnessAudit.Lambda, context.Cancellation));
        return (widened, matched);
    }

    /// <summary>How the texts were chosen; check and certificate are of the texts as they are proposed for release.</summary>
    public static MatchingSummary Summary(
        MatchedTexts matched, StatePart part, IReadOnlyList<string> labels, IReadOnlyList<int> guided, GradientCheck check, Certificate certificate) => new()
        {
            Features = Words(part),
            Classes =
            [
                .. matched.Classes.Select((own, c) => new ClassMatching
                {
                    Label = labels[c],
                    Proposals = own.Filtered.Proposed,
                    Guided = guided[c],
                    Agreeing = own.Filtered.Agreeing,
                    Kept = own.Filtered.Kept.Count,
                    Chosen = own.Match.Chosen.Count,
                    ResidualOfRandom = own.ResidualOfRandom,
                    ResidualAfterGreedy = own.Match.LossBefore,
                    ResidualAfterSwaps = own.Match.Loss,
                }),
            ],
            CosineAtStart = check.AtZero.Average(),
            CosineAlongPath = check.AlongPath,
            Certificate = new CertificateSummary(certificate.Radius, certificate.HeadNorm, certificate.RelativeRadius, certificate.Distance, certificate.Vacuous),
        };

    private static string Words(StatePart part) => part switch
    {
        StatePart.Last => "the model's last hidden state, when it is about to name the label",
        StatePart.Mean => "the mean hidden state of the text",
        _ => "the model's last hidden state and the mean one of the text",
    };
}
