using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models;

namespace Pipeline.Synthesis.Features;

/// <summary>
/// The model's own opinion of a text's label: log p(label words | text, template), the sum over the label's tokens, less its
/// mean over the texts. Without that centring a small model leans to one label whatever it reads (recipe, "What failed").
/// Labels may have one token or several.
/// </summary>
public sealed class LabelWords
{
    private readonly LanguageModel model;
    private readonly TextEncoder encoder;
    private readonly int[][] labels;

    /// <summary>Uses the words of the pipeline file, such as <c>" billing"</c>.</summary>
    /// <exception cref="BadInputException">A label has no words.</exception>
    public LabelWords(LanguageModel model, TextEncoder encoder, IReadOnlyList<string> words)
    {
        (this.model, this.encoder) = (model, encoder);
        labels = [.. words.Select(word => model.Tokenizer.Encode(word, parseSpecial: false))];
        var empty = Array.FindIndex(labels, ids => ids.Length == 0);
        if (empty >= 0) throw new BadInputException("task, labels", $"Label {empty + 1} has no tokens.", "a word with its leading space, such as \" billing\"");
    }

    /// <summary>log p of every label after every text, [texts][labels], in nats, not centred.</summary>
    public double[][] LogProbabilities(IReadOnlyList<string> texts, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var prompts = texts.Select(encoder.Tokens).ToList();
        // The log-likelihood of prompt and label less that of the prompt: both sums over their tokens.
        var sequences = prompts.SelectMany(prompt => labels.Select(label => (int[])[.. prompt, .. label]).Prepend(prompt)).ToList();
        var nats = model.NegativeLogLikelihood(sequences, progress, cancellation).Select((mean, i) => sequences[i].Length == 1 ? 0 : -mean * (sequences[i].Length - 1)).ToArray();
        var each = labels.Length + 1;
        return [.. prompts.Select((_, t) => Enumerable.Range(1, labels.Length).Select(c => nats[t * each + c] - nats[t * each]).ToArray())];
    }

    /// <summary>The same less each label's mean over the texts: the greatest is the label the model would give.</summary>
    public double[][] Centred(IReadOnlyList<string> texts, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var scores = LogProbabilities(texts, progress, cancellation);
        double[] means = [.. Enumerable.Range(0, labels.Length).Select(c => scores.Average(row => row[c]))];
        return [.. scores.Select(row => row.Select((score, c) => score - means[c]).ToArray())];
    }

    /// <summary>Share of the texts whose greatest centred score is that of their label.</summary>
    public double Fidelity(IReadOnlyList<string> texts, IReadOnlyList<int> own, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        Centred(texts, progress, cancellation).Where((row, i) => Array.IndexOf(row, row.Max()) == own[i]).Count() / (double)texts.Count;
}
