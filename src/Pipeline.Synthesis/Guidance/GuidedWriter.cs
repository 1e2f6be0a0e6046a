using Pipeline.Core;
using Pipeline.Core.Numerics;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Generation;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Synthesis.Guidance;

/// <summary>
/// Writes texts of a class that proposals seldom hit: block by block, each time the best of several continuations, by the margin
/// that the released head W* gives the text so far. Post-processing of W*. It costs some six times a plain text, so it is for
/// rare classes alone (recipe, "What failed": agreement 58 % to 90 %).
/// </summary>
/// <param name="model">Writes and reads.</param>
/// <param name="encoder">Texts to hidden states of the same model.</param>
/// <param name="map">Hidden states to phi.</param>
/// <param name="head">W*, one row a class.</param>
public sealed class GuidedWriter(LanguageModel model, TextEncoder encoder, FeatureMap map, double[][] head)
{
    /// <summary>Tokens of a block: enough to change what a text is about, few enough to turn back.</summary>
    private const int BlockTokens = 10;

    /// <summary>k: continuations tried for each block.</summary>
    private const int Draws = 6;

    private readonly SoftmaxHead released = new(head);

    /// <summary>Writes texts, one for each prompt in turn, and cleans them as proposals are.</summary>
    /// <param name="prompts">Prompts of the class.</param>
    /// <param name="settings">How many and how long.</param>
    /// <param name="progress">Told of the blocks.</param>
    /// <param name="cancellation">Stops between steps.</param>
    public IReadOnlyList<Proposal> Write(IReadOnlyList<Prompt> prompts, ProposalSettings settings, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var texts = Enumerable.Range(0, settings.Count).Select(i => new Growing(prompts[i % prompts.Count], model.Tokenizer.Encode(prompts[i % prompts.Count].Text, parseSpecial: true))).ToList();
        var (stops, ending) = (Proposer.StopTokens(model), new WrittenEnd(model.Tokenizer, settings.Avoid));
        for (var block = 0; block * BlockTokens < settings.MaximumTokens; block++)
        {
            var open = texts.Where(text => !text.Ended).ToList();
            if (open.Count == 0) break;
            var drawn = model.Generate([.. open.Select(text => new GenerationPrompt([.. text.Prompted, .. text.Ids], Draws))], new GenerationSettings
            {
                TopP = Proposer.TopP,
                TopK = Proposer.TopK,
                MaximumTokens = Math.Min(BlockTokens, settings.MaximumTokens - block * BlockTokens),
                StopTokens = stops,
                Stop = (prompt, ids) => ending.Reached(open[prompt].Prompt.Opening, [.. open[prompt].Ids, .. ids]),
                Seed = unchecked(settings.Seed + (ulong)block * 0x9E37_79B9),
            }, progress, cancellation);
            Grow(open, drawn, cancellation);
        }
        return [.. texts.Select(Finished).OfType<Proposal>().DistinctBy(proposal => proposal.Text, StringComparer.OrdinalIgnoreCase)];

        Proposal? Finished(Growing text) => Proposer.Usable(Written(text, []), settings.Avoid) is { } clean
            ? new Proposal(clean, text.Prompt.Label, text.LogProbability / Math.Max(1, text.Ids.Count))
            : null;
    }

    /// <summary>Gives every text the block with the largest margin; the first on a tie.</summary>
    private void Grow(List<Growing> open, IReadOnlyList<Continuation> drawn, CancellationToken cancellation)
    {
        var phi = map.Map(encoder.States([.. drawn.Select(block => Written(open[block.Prompt], block.Ids))], null, cancellation));
        foreach (var own in drawn.Index().GroupBy(pair => pair.Item.Prompt))
        {
            var text = open[own.Key];
            var (_, best) = own.MaxBy(pair => released.Margin(phi[pair.Index], text.Prompt.Label));
            text.Ids.AddRange(best.Ids);
            if (best.Ids.Length > 0) text.LogProbability += best.MeanLogProbability * best.Ids.Length;
            text.Ended = best.Ended;
        }
    }

    private string Written(Growing text, int[] more) => text.Prompt.Opening + model.Tokenizer.Decode([.. text.Ids, .. more]);

    private sealed class Growing(Prompt prompt, int[] prompted)
    {
        public Prompt Prompt => prompt;

        public int[] Prompted => prompted;

        public List<int> Ids { get; } = [];

        public double LogProbability { get; set; }

        public bool Ended { get; set; }
    }
}
