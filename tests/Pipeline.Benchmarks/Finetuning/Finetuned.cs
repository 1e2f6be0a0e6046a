using System.Runtime.InteropServices;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Gguf;
using Pipeline.Synthesis.Models.Tokens;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Pipeline.Benchmarks.Finetuning;

/// <summary>
/// The language model with every weight free: trained to go on from a text and its template with the word of its label,
/// by the cross entropy among the labels' words.
/// </summary>
internal sealed class Finetuned : IDisposable
{
    private const int Batch = 8;
    private const int LongestText = 192;

    private readonly Decoder model;
    private readonly BytePairTokenizer tokenizer;
    private readonly string template;
    private readonly long[] labelIds;

    private readonly Device place;

    public Finetuned(string path, string template, IReadOnlyList<string> labelTokens, ModelDevice device)
    {
        place = Arithmetic.DeviceOf(device);
        using var file = GgufFile.Open(path);
        var shape = LlamaShape.Of(file);
        tokenizer = BytePairTokenizer.From(file);
        model = Architectures.Load(file, shape, ComputeType.Fp32, place, null, CancellationToken.None);
        this.template = template;
        // The first token tells the labels apart; a label of several is scored by it.
        labelIds = [.. labelTokens.Select(token => (long)tokenizer.Encode(token, parseSpecial: false)[0])];
    }

    /// <summary>Trains for some epochs with a rate that rises over the first tenth of the steps and falls to zero.</summary>
    /// <returns>Mean loss of the last epoch.</returns>
    public double Train(IReadOnlyList<string> texts, int[] labels, int epochs, double rate, int seed, CancellationToken cancellation)
    {
        var weights = model.Trainable;
        foreach (var weight in weights) weight.requires_grad_(true);
        using var optimiser = new AdamW(weights);
        var sequences = texts.Select(Tokens).ToArray();
        var random = new Random(seed);
        var steps = epochs * ((texts.Count + Batch - 1) / Batch);
        var (step, loss) = (0, 0.0);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var order = Enumerable.Range(0, texts.Count).ToArray();
            random.Shuffle(order);
            loss = 0;
            foreach (var rows in order.Chunk(Batch))
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var error = cross_entropy(Scores([.. rows.Select(row => sequences[row])]), tensor(rows.Select(row => (long)labels[row]).ToArray(), device: place));
                error.backward();
                step++;
                optimiser.Step(rate * Math.Min(step / (.1 * steps), (steps - step) / (.9 * steps)));
                loss += error.ToSingle() * rows.Length / texts.Count;
            }
        }
        foreach (var weight in weights) weight.requires_grad_(false);
        return loss;
    }

    /// <summary>The label of each text, by the greatest score.</summary>
    public int[] Predict(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        using var quiet = no_grad();
        var sequences = texts.Select(Tokens).ToArray();
        var predicted = new int[texts.Count];
        foreach (var rows in Enumerable.Range(0, texts.Count).OrderBy(row => sequences[row].Length).Chunk(4 * Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var best = Scores([.. rows.Select(row => sequences[row])]).argmax(1).cpu();
            foreach (var (row, label) in rows.Zip(MemoryMarshal.Cast<byte, long>(best.bytes).ToArray())) predicted[row] = (int)label;
        }
        return predicted;
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    /// <summary>Scores of the labels' words after each sequence: (B, labels).</summary>
    private Tensor Scores(int[][] sequences)
    {
        var longest = sequences.Max(sequence => sequence.Length);
        var ids = new long[sequences.Length * longest];
        for (var row = 0; row < sequences.Length; row++)
            for (var at = 0; at < sequences[row].Length; at++) ids[row * longest + at] = sequences[row][at];
        using var attention = new CausalAttention(model, longest);
        var hidden = model.Forward(model.Embed(tensor(ids, [sequences.Length, longest], device: place)), attention); // (B, T, C)
        var last = tensor(sequences.Select(sequence => (long)sequence.Length - 1).ToArray(), device: place);
        var states = hidden[arange(sequences.Length, device: place), last]; // (B, C)
        return linear(states, model.Head.Rows(tensor(labelIds, device: place))); // (B, labels)
    }

    private int[] Tokens(string text)
    {
        var ids = tokenizer.Encode(text, parseSpecial: false);
        if (ids.Length > LongestText) text = tokenizer.Decode(ids[..LongestText]);
        return tokenizer.Encode(template.Replace("{text}", text, StringComparison.Ordinal), parseSpecial: false);
    }
}
