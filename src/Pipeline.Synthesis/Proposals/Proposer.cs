using Pipeline.Core;
using Pipeline.Synthesis.Generation;
using Pipeline.Synthesis.Models;

namespace Pipeline.Synthesis.Proposals;

/// <summary>How many proposals to write and how.</summary>
/// <param name="Count">Texts to generate over all classes, before cleaning.</param>
/// <param name="MaximumTokens">New tokens a text.</param>
/// <param name="Seed">Decides every text, together with the model and the prompts.</param>
/// <param name="Avoid">Words that such texts do not use; a text that holds one is dropped.</param>
public sealed record ProposalSettings(int Count, int MaximumTokens, ulong Seed, IReadOnlyList<string> Avoid)
{
    /// <summary>New tokens a text has at least; until then nothing that ends it is drawn.</summary>
    public int MinimumTokens { get; init; }
}

/// <summary>
/// Proposes texts for every class: public prompts, temperature 1, top-p .95 (recipe, section 3), then drops what is no
/// text, what repeats itself or another, and the half the model itself finds less likely.
/// </summary>
public sealed class Proposer(LanguageModel model)
{
    /// <summary>Share of each class's proposals kept by likelihood (recipe: perplexity 33 to 20 at no loss).</summary>
    private const double ReadableShare = 0.5;

    /// <summary>Texts written side by side on a processor: wide products run nearer to its peak.</summary>
    private const int Batch = 256;

    /// <summary>The same on a CUDA device, where a step takes nearly as long for few texts as for many.</summary>
    private const int DeviceBatch = 1024;

    /// <summary>Share of the probability that tokens are drawn from.</summary>
    internal const double TopP = .95;

    /// <summary>Tokens that are drawn from at most.</summary>
    internal const int TopK = 128;

    private static readonly string[] Ends = ["<|im_end|>", "<|endoftext|>"];

    /// <summary>Proposals of all classes: every clean one, and among them the readable ones.</summary>
    public ProposalPool Propose(IReadOnlyList<Prompt> prompts, ProposalSettings settings, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var perPrompt = Shares(prompts, settings.Count);
        var requests = prompts.Select((prompt, i) => new GenerationPrompt(model.Tokenizer.Encode(prompt.Text, parseSpecial: true), perPrompt[i])).ToList();
        var generated = model.Generate(requests, Drawing(prompts, settings), progress, cancellation);

        var clean = new List<Proposal>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var generation in generated)
        {
            if (Usable(prompts[generation.Prompt].Opening + model.Tokenizer.Decode(generation.Ids), settings.Avoid) is { } text && seen.Add(text))
                clean.Add(new Proposal(text, prompts[generation.Prompt].Label, generation.MeanLogProbability));
        }
        return new ProposalPool(clean, Readable(clean), generated.Count) { Width = model.Width };
    }

    /// <summary>How many texts a model writes side by side.</summary>
    public static int BatchOf(LanguageModel model) => model.OnDevice ? DeviceBatch : Batch;

    /// <summary>How tokens are drawn, and where a text ends.</summary>
    internal GenerationSettings Drawing(IReadOnlyList<Prompt> prompts, ProposalSettings settings)
    {
        var end = new WrittenEnd(model.Tokenizer, settings.Avoid);
        return new GenerationSettings
        {
            Temperature = 1,
            TopP = TopP,
            TopK = TopK,
            Batch = BatchOf(model),
            MaximumTokens = settings.MaximumTokens,
            MinimumTokens = settings.MinimumTokens,
            EndingTokens = settings.MinimumTokens > 0 ? EndingTokens(model) : [],
            StopTokens = StopTokens(model),
            Stop = (prompt, ids) => end.Reached(prompts[prompt].Opening, ids),
            Seed = settings.Seed,
        };
    }

    /// <summary>The text in what the model wrote, or null when there is none or it has nothing to say.</summary>
    internal static string? Usable(string written, IReadOnlyList<string> avoid) =>
        TextCleaner.Clean(written, avoid) is { } text && SoundText.HasSomethingToSay(text) ? text : null;

    /// <summary>A text ends where the model ends its turn or the document.</summary>
    internal static IReadOnlyList<int> StopTokens(LanguageModel model) =>
        [.. Ends.Where(model.Tokenizer.Special.ContainsKey).Select(name => model.Tokenizer.Special[name])];

    /// <summary>Tokens after which a text goes no further: those that end it, and any with a line feed or a closing quotation mark.</summary>
    internal static IReadOnlyList<int> EndingTokens(LanguageModel model) =>
        [.. StopTokens(model).Concat(model.Tokenizer.Having("\n\"”")).Distinct()];

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
