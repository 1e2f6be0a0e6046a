using Pipeline.Audits.Usefulness;
using Pipeline.Core.Plans;
using Pipeline.Synthesis.Guidance;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Proposals;
using Pipeline.Synthesis.Selection;

namespace Pipeline.Cli.Running.Methods;

/// <summary>
/// More proposals once the target is public, at no privacy cost: rounds whose prompts show texts that matched, and guided texts
/// for classes that proposals seldom hit. The feature map stays the one that was fitted before the release.
/// </summary>
/// <param name="Proposals">All proposals.</param>
/// <param name="Phi">phi of the readable ones, in order.</param>
/// <param name="Wanted">Texts wanted of each class.</param>
/// <param name="Guided">Guided texts among the readable ones, of each class.</param>
internal sealed record Widening(ProposalPool Proposals, double[][] Phi, IReadOnlyList<int> Wanted, IReadOnlyList<int> Guided)
{
    /// <summary>Agreeing proposals for each text wanted below which a class is helped: with fewer, matching has hardly a choice.</summary>
    private const int PoorYield = 2;

    /// <summary>Agreeing proposals for each text wanted that help aims at.</summary>
    private const int GoodYield = 4;

    /// <summary>Runs the rounds that the file asks for, then helps poor classes.</summary>
    public static Widening Run(RunContext context, Reading reading, GradientTarget target, ProposalPool first)
    {
        var (pool, phi) = (first, reading.Phi);
        for (var round = 1; round < context.File.Synthesis.Rounds; round++)
        {
            var matched = MatchedTexts.Choose(pool.Readable, phi, target, Quotas(context, target, pool.Readable), UsefulnessAudit.Lambda, context.Cancellation);
            var prompts = PromptBook.For(context.File.Task, context.File.Public, matched.TextsOf(pool.Readable));
            var more = Styling.Again(context, Proposing.Write(context, prompts, Proposing.Count(context.File), round));
            (pool, phi) = Add(context, reading, pool, phi, more);
        }
        var wanted = Quotas(context, target, pool.Readable);
        var guided = new int[wanted.Length];
        for (var c = 0; c < wanted.Length; c++)
        {
            var agreeing = ProposalFilter.Keep(c, pool.Readable, phi, target.Head, wanted[c]).Agreeing;
            if (agreeing >= PoorYield * wanted[c]) continue;
            var before = pool.Readable.Count;
            (pool, phi) = Add(context, reading, pool, phi, Guide(context, reading, target, c, GoodYield * wanted[c] - agreeing));
            guided[c] = pool.Readable.Count - before;
        }
        return new Widening(pool, phi, wanted, guided);
    }

    private static int[] Quotas(RunContext context, GradientTarget target, IReadOnlyList<Proposal> readable) => context.File.Synthesis.Balance == ClassBalance.Even
        ? ClassQuotas.Even(context.File.Synthesis.Texts, target.Classes)
        : ClassQuotas.AsReleased(context.File.Synthesis.Texts, target.Sizes, [.. Enumerable.Range(0, target.Classes).Select(c => readable.Count(proposal => proposal.Label == c))]);

    private static ProposalPool Guide(RunContext context, Reading reading, GradientTarget target, int label, int count)
    {
        var prompts = PromptBook.For(context.File.Task, context.File.Public).Where(prompt => prompt.Label == label).ToList();
        context.Prompts.AddRange(prompts);
        var settings = Proposing.Settings(context.File, count, (ulong)context.File.Synthesis.Seed);
        var texts = context.Stages.Run($"Write guided texts for {context.Labels[label]}", progress =>
            new GuidedWriter(reading.Model, reading.Encoder, reading.Map, target.Head).Write(prompts, settings, progress, context.Cancellation));
        return Styling.Again(context, new ProposalPool(texts, texts, count) { Width = reading.Model.Width });
    }

    /// <summary>Adds what is new; the model often says an example again.</summary>
    private static (ProposalPool Pool, double[][] Phi) Add(RunContext context, Reading reading, ProposalPool pool, double[][] phi, ProposalPool more)
    {
        var seen = pool.Readable.Select(proposal => proposal.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var added = more.Readable.Where(proposal => seen.Add(proposal.Text)).ToList();
        var read = context.Stages.Run("Read more proposals", progress => reading.PhiOf(added, progress, context.Cancellation));
        return (pool with { Readable = [.. pool.Readable, .. added], Generated = pool.Generated + more.Generated }, [.. phi, .. read]);
    }
}
