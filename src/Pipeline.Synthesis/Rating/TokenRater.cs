using System.Runtime.InteropServices;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Transformers;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Rating;

/// <summary>
/// Rates texts token by token with a language model that may be fine-tuned on public texts first: what attacks on membership look
/// at. In fp32, since attacks live on small differences.
/// </summary>
public sealed class TokenRater : IDisposable
{
    /// <summary>Longest text in tokens; the end of a longer one is not read.</summary>
    public const int LongestText = 192;

    /// <summary>Positions whose scores over the whole vocabulary are held at once.</summary>
    private const int ScoredAtOnce = 64;

    private readonly LanguageModel model;

    private TokenRater(LanguageModel model) => this.model = model;

    /// <summary>Loads a model.</summary>
    /// <param name="path">A GGUF file or a folder, as <see cref="LanguageModel"/> takes it.</param>
    /// <param name="device">Where to run.</param>
    /// <param name="meter">Counts the model's work, or null.</param>
    /// <param name="progress">Told after each layer.</param>
    /// <param name="cancellation">Checked before each layer.</param>
    /// <exception cref="Core.Inputs.BadInputException">The model cannot be used.</exception>
    public static TokenRater Load(string path, ModelDevice device, ModelMeter? meter = null, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default) =>
        new(LanguageModel.Load(path, new ModelOptions(device, ComputeType.Fp32) { Meter = meter }, progress, cancellation));

    /// <summary>
    /// Every token of each text after its first; of an empty text and of one token, none. A text is a batch of its own, so that
    /// its ratings are the same in whatever company.
    /// </summary>
    public RatedTexts Rate(IReadOnlyList<string> texts, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var rated = new TokenRating[texts.Count][];
        var done = new Tally("rating texts", texts.Count, "texts", progress);
        var next = -1;
        model.SideBySide((_, stop) =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < texts.Count;)
            {
                stop.ThrowIfCancellationRequested();
                rated[i] = Rate(Ids(texts[i]));
                done.Add(1);
            }
        }, cancellation);
        return new RatedTexts(rated);
    }

    /// <summary>
    /// Fine-tunes all weights on texts, which must be public, such as a candidate: each is read from its first token to its last, with
    /// a rate that rises over the first tenth of the steps and falls to zero.
    /// </summary>
    /// <returns>Mean loss a token before and after, in nats, over these texts.</returns>
    public (double Before, double After) FineTune(IReadOnlyList<string> texts, FineTuning settings, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        int[][] sequences = [.. texts.Select(Ids).Where(ids => ids.Length > 1)];
        if (sequences.Length == 0) return (double.NaN, double.NaN);
        var before = Loss(sequences, cancellation);
        var weights = model.Decoder.Trainable;
        foreach (var weight in weights) weight.requires_grad_(true);
        try
        {
            using var optimiser = new Adam(weights);
            var random = new Random(settings.Seed);
            var perEpoch = (sequences.Length + settings.Batch - 1) / settings.Batch;
            var (step, steps) = (0, settings.Epochs * perEpoch);
            var done = new Tally("fine-tuning on the candidate", steps, "steps", progress);
            for (var epoch = 0; epoch < settings.Epochs; epoch++)
            {
                random.Shuffle(sequences);
                foreach (var batch in sequences.Chunk(settings.Batch))
                {
                    cancellation.ThrowIfCancellationRequested();
                    step++;
                    Learn(batch, optimiser, settings.Rate * Math.Min(step / (.1 * steps), (steps - step + 1) / (.9 * steps)));
                    done.Add(1);
                }
            }
        }
        finally
        {
            foreach (var weight in weights)
            {
                weight.requires_grad_(false);
                weight.grad?.Dispose();
                weight.grad = null;
            }
        }
        return (before, Loss(sequences, cancellation));
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private int[] Ids(string text)
    {
        // A token is rarely longer than this many characters, and what is cut off need not be tokenised.
        const int Ample = LongestText * 32;
        var ids = model.Tokenizer.Encode(text.Length > Ample ? text[..Ample] : text, parseSpecial: false);
        return ids[..Math.Min(ids.Length, Math.Min(LongestText, model.Context))];
    }

    private double Loss(int[][] sequences, CancellationToken cancellation)
    {
        var (sum, count) = (0.0, 0);
        foreach (var tokens in sequences)
        {
            cancellation.ThrowIfCancellationRequested();
            using var quiet = no_grad();
            foreach (var token in Rate(tokens))
            {
                sum -= token.LogProbability;
                count++;
            }
        }
        return sum / count;
    }

    private void Learn(int[][] batch, Adam optimiser, double rate)
    {
        using var scope = NewDisposeScope();
        var longest = batch.Max(ids => ids.Length);
        var (ids, next, own) = (new long[batch.Length * longest], new List<long>(), new List<long>());
        foreach (var (row, tokens) in batch.Index())
        {
            for (var at = 0; at < tokens.Length; at++) ids[row * longest + at] = tokens[at];
            for (var at = 0; at + 1 < tokens.Length; at++)
            {
                own.Add(row * longest + at);
                next.Add(tokens[at + 1]);
            }
        }
        model.Worked(ids.Length);
        var device = model.Decoder.Activations.Device;
        using var attention = new CausalAttention(model.Decoder, longest);
        var hidden = model.Decoder.Forward(model.Decoder.Embed(tensor(ids, [batch.Length, longest], device: device)), attention); // (B, T, C)
        var states = hidden.view(-1, model.Width).index_select(0, tensor(own.ToArray(), device: device)); // (n, C)
        var loss = nn.functional.cross_entropy(model.Decoder.Logits(states), tensor(next.ToArray(), device: device)); // (n, V)
        loss.backward();
        optimiser.Step(rate);
    }

    private TokenRating[] Rate(int[] ids)
    {
        if (ids.Length < 2) return [];
        using var scope = NewDisposeScope();
        using var attention = new CausalAttention(model.Decoder, ids.Length);
        var device = model.Decoder.Activations.Device;
        model.Worked(ids.Length);
        var hidden = model.Decoder.Forward(model.Decoder.Embed(tensor(Array.ConvertAll(ids, id => (long)id), [1, ids.Length], device: device)), attention)[0]; // (T, C)
        var ratings = new List<TokenRating>(ids.Length - 1);
        for (var start = 0; start + 1 < ids.Length; start += ScoredAtOnce)
        {
            using var inner = NewDisposeScope();
            var count = Math.Min(ScoredAtOnce, ids.Length - 1 - start);
            var logs = model.Decoder.Logits(hidden.narrow(0, start, count)).log_softmax(1); // (n, V)
            var shares = logs.exp();
            var mean = (shares * logs).sum(1); // (n)
            var deviation = (shares * (logs - mean.unsqueeze(1)).square()).sum(1).sqrt();
            var own = logs.gather(1, tensor(ids[(start + 1)..(start + 1 + count)].Select(id => (long)id).ToArray(), device: device).unsqueeze(1)).squeeze(1);
            var flat = MemoryMarshal.Cast<byte, float>(stack([own, mean, deviation]).cpu().contiguous().bytes); // (3, n)
            for (var i = 0; i < count; i++) ratings.Add(new TokenRating(flat[i], flat[count + i], flat[2 * count + i]));
        }
        return [.. ratings];
    }
}
