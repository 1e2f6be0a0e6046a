using Pipeline.Audits.Usefulness;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;
using Pipeline.Synthesis.Mechanisms;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Cli.Running.Methods;

/// <summary>Makes a candidate of texts that no private record had a part in. Private texts are read afterwards, and for the audits alone.</summary>
internal static class PublicTexts
{
    /// <summary>As many texts of each class as it comes to, in the order they were written.</summary>
    /// <param name="context">The run.</param>
    /// <param name="proposals">What the candidate is taken from.</param>
    /// <param name="zeroShot">What usefulness is compared with.</param>
    public static Synthesised Candidate(RunContext context, ProposalPool proposals, ProposalPool zeroShot)
    {
        var chosen = Evenly(proposals.Clean, context.Labels.Count, context.File.Synthesis.Texts);
        var asked = Spending.Asked(context.File);
        var mechanism = new PublicOnly(chosen, asked.Unit, asked.Neighbours);
        var receipt = context.Ledger.Spend(context.Run, context.Intake.Source, mechanism.Claim);
        var released = mechanism.Run(receipt, context.Cancellation);
        using var reading = Reading.Of(context, zeroShot);
        var phi = context.Stages.Run("Read the candidate", progress => reading.PhiOf(chosen, progress, context.Cancellation));
        return new Synthesised
        {
            Candidate = new Candidate([.. released.Value.Select((text, i) => new LabelledText($"s-{i + 1:D4}", context.Labels[text.Label], text.Text))]),
            Prove = binding => Guarantee.From(released, binding),
            LedgerEntry = receipt.Entry,
            Style = Styling.Known(context)?.Describe(),
            Proposals = proposals.Generated,
            ZeroShot = reading.ZeroShotTexts,
            Usefulness = new UsefulnessInputs(reading.Training, reading.Holdout, new LabelledVectors(phi, [.. chosen.Select(text => text.Label)], []), reading.ZeroShot, context.Labels.Count),
        };
    }

    /// <summary>Texts of each class, spread over what was written so that every topic has its turn.</summary>
    public static IReadOnlyList<Proposal> Evenly(IReadOnlyList<Proposal> pool, int classes, int texts)
    {
        var chosen = new List<Proposal>(texts);
        for (var c = 0; c < classes; c++)
        {
            var own = pool.Where(proposal => proposal.Label == c).ToList();
            var wanted = Math.Min(own.Count, texts / classes + (c < texts % classes ? 1 : 0));
            chosen.AddRange(Enumerable.Range(0, wanted).Select(i => own[(int)((long)i * own.Count / wanted)]));
        }
        return chosen;
    }
}
