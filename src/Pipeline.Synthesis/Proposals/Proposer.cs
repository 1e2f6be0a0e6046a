using Pipeline.Core;
using Pipeline.Synthesis.Generation;
using Pipeline.Synthesis.Models;

namespace Pipeline.Synthesis.Proposals;

/// <summary>How many proposals to write and how.</summary>
/// <param name="Count">Texts to generate over all classes, before cleaning.</param>
/// <param name="MaximumTokens">New tokens a text.</param>
/// <param name="Seed">Decides every text, together with the model and the prompts.</param>
/// <param name="Avoid">Words that such texts do not use; a text that holds one is dropped.</param>
public sealed record ProposalSettings(int Count, int MaximumTokens, ulong Seed, IReadOnlyList<string> Avoid);

/// <summary>
/// Proposes texts for every class: public prompts, temperature 1, top-p .95 (recipe, section 3), then drops what is no
/// text, what repeats itself or another, and the half the model itself finds less likely.
/// </summary>
public sealed class Proposer(LanguageModel model)
{
    /// <summary>Share of each class's proposals kept by likelihood (recipe: perplexity 33 to 20 at no loss).</summary>
    private const double ReadableShare = 0.5;

    /// <summary>Texts written side by side: wide products run nearer to the processor's peak.</summary>
    public const int Batch = 256;

    private static readonly string[] Ends = ["<|im_end|>", "<|endoftext|>"];

    /// <summary>Proposals of all classes: every clean one, and among them the readable ones.</summary>
    public ProposalPool Propose(IReadOnlyList<Prompt> prompts, ProposalSettings settings, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var perPrompt = Shares(prompts, settings.Count);
        var requests = prompts.Select((prompt, i) => new GenerationPrompt(model.Tokenizer.Encode(prompt.Text, parseSpecial: true), perPrompt[i])).ToList();
        var generated = model.Generate(requests, new GenerationSettings
        {
            Temperature = 1,
            TopP = .95,
            TopK = 128,
            Batch = Batch,
            MaximumTokens = settings.MaximumTokens,
            StopTokens = StopTokens(),
            Seed = settings.Seed,
        }, progress, cancellation);

        var clean = new List<Proposal>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var generation in generated)
        {
            var text = TextCleaner.Clean(prompts[generation.Prompt].Opening + model.Tokenizer.Decode(generation.Ids), settings.Avoid);
            if (text is not null && SoundText.HasSomethingToSay(text) && seen.Add(text))
                clean.Add(new Proposal(text, prompts[generation.Prompt].Label, generation.MeanLogProbability));
        }
        return new ProposalPool(clean, Readable(clean), generated.Count) { Width = model.Width };
    }

    /// <summary>A text ends where the model ends its turn or the document.</summary>
    private IReadOnlyList<int> StopTokens() =>
        [.. Ends.Where(model.Tokenizer.Special.ContainsKey).Select(name => model.Tokenizer.Special[name])];

    /// <summary>Splits the count evenly over the classes, and a class's share over its prompts.</summary>
    private static int[] Shares(IReadOnlyList<Prompt> prompts, int count)
    {
        var shares = new int[prompts.Count];
        var classes = prompts.Select((prompt, index) => (prompt.Label, index)).GroupBy(pair => pair.Label, pair => pair.index).ToList();
        for (var c = 0; c < classes.Count; c++)
        {
            var members = classes[c].ToList();
            var own = count / classes.Count + (c < count % classes.Count ? 1 : 0);
            for (var i = 0; i < members.Count; i++) shares[members[i]] = own / members.Count + (i < own % members.Count ? 1 : 0);
        }
        return shares;
    }

    private static List<Proposal> Readable(List<Proposal> clean)
    {
        var kept = clean.Select((proposal, index) => (proposal, index))
            .GroupBy(pair => pair.proposal.Label)
            .SelectMany(own => own.OrderByDescending(pair => pair.proposal.LogLikelihood).ThenBy(pair => pair.index)
                .Take((int)Math.Ceiling(own.Count() * ReadableShare)))
            .Select(pair => pair.index).ToHashSet();
        return [.. clean.Where((_, index) => kept.Contains(index))];
    }
}
