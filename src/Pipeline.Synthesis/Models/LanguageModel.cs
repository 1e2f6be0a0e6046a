using System.Runtime.InteropServices;
using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Generation;
using Pipeline.Synthesis.Models.Files;
using Pipeline.Synthesis.Models.Gguf;
using Pipeline.Synthesis.Models.Transformers;
using Pipeline.Synthesis.Models.Tokens;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models;

/// <summary>A language model and its tokenizer: reads texts, rates them and writes new ones.</summary>
public sealed class LanguageModel : IDisposable
{
    /// <summary>How many times as much a CUDA device is given at once: there a small product takes as long as a large one.</summary>
    private const int DeviceFactor = 8;

    /// <summary>Positions of one batch, padding included: large enough for fast products, small enough for a few tens of megabytes.</summary>
    private const int PositionsAtOnce = 1024;

    /// <summary>Positions whose scores over the whole vocabulary are held at once.</summary>
    private const int ScoredAtOnce = 128;

    private readonly Decoder decoder;
    private readonly Lanes lanes;
    private readonly ComputeType compute;
    private readonly ScalarType type;
    private readonly Device device;
    private readonly ModelMeter? meter;

    private LanguageModel(string name, BytePairTokenizer tokenizer, Decoder decoder, ComputeType compute, Device device, ModelMeter? meter)
    {
        Name = name;
        Tokenizer = tokenizer;
        this.decoder = decoder;
        this.compute = compute;
        type = Arithmetic.TypeOf(compute);
        this.device = device;
        this.meter = meter;
        lanes = new Lanes(device);
    }

    /// <summary>The name the model file gives itself, or that of the file.</summary>
    public string Name { get; }

    /// <summary>Text to ids and back.</summary>
    public BytePairTokenizer Tokenizer { get; }

    /// <summary>Width of a hidden state.</summary>
    public int Width => decoder.Shape.Width;

    /// <summary>Width of a text's state: its last hidden state and its mean one.</summary>
    public int StateWidth => PooledState.WidthOf(decoder.Shape);

    /// <summary>The most ids a sequence may have.</summary>
    public int Context => decoder.Shape.Context;

    /// <summary>The arithmetic it runs in.</summary>
    public ComputeType Compute => compute;

    /// <summary>Number of weights: a token costs about two operations for each.</summary>
    public long Weights => decoder.Shape.Weights;

    /// <summary>Whether it runs on a CUDA device, where a step takes nearly the same time for many texts as for few.</summary>
    public bool OnDevice => device.type != DeviceType.CPU;

    internal Decoder Decoder => decoder;

    private int Factor => OnDevice ? DeviceFactor : 1;

    /// <summary>Counts positions that were read, or gone back over, past the methods of this class.</summary>
    internal void Worked(long positions) => meter?.Read(positions);

    /// <summary>Runs work on every lane at once, each with a thread of its own; it must not call what runs on lanes itself.</summary>
    internal void SideBySide(Action<int, CancellationToken> work, CancellationToken cancellation) => lanes.Run(work, cancellation);

    /// <summary>Reads a model.</summary>
    /// <param name="path">A GGUF file, or a folder with <c>config.json</c>, <c>tokenizer.json</c> and safetensors files, or one of the latter.</param>
    /// <param name="options">Where and how to run it.</param>
    /// <param name="progress">Told after each layer.</param>
    /// <param name="cancellation">Checked before each layer.</param>
    /// <exception cref="BadInputException">A file is missing or broken or of a kind not known here, or the device does not exist here.</exception>
    public static LanguageModel Load(
        string path, ModelOptions options, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (!ModelFiles.IsFolder(path))
        {
            using var file = GgufFile.Open(path);
            var name = file.Metadata.Has("general.name") ? file.Metadata.Text("general.name") : file.Name;
            return Load(name, file, LlamaShape.Of(file), BytePairTokenizer.From(file), options, progress, cancellation);
        }
        using var folder = ModelFolder.Open(path);
        var tokenizer = BytePairTokenizer.Open(Path.Combine(folder.Folder, ModelFolder.TokenizerFile));
        return Load(folder.Name, folder.Weights, folder.Shape, tokenizer, options, progress, cancellation);
    }

    private static LanguageModel Load(
        string name, ITensorSource source, DecoderShape shape, BytePairTokenizer tokenizer, ModelOptions options, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        if (tokenizer.Count > shape.Vocabulary)
            throw new BadInputException(name, $"The tokenizer has {tokenizer.Count} tokens, but the model embeddings for {shape.Vocabulary}.");
        var place = Arithmetic.DeviceOf(options.Device);
        var arithmetic = Arithmetic.Choose(options.Compute, shape, place);
        return new LanguageModel(name, tokenizer, Architectures.Load(source, shape, arithmetic, place, progress, cancellation), arithmetic, place, options.Meter);
    }

    /// <summary>Model, size, arithmetic and device in one line.</summary>
    public string Describe() =>
        $"{Name}: {decoder.Shape.Weights / 1e6:F1} million weights, {decoder.Shape.Layers} layers, {compute.ToString().ToLowerInvariant()} on {(OnDevice ? "CUDA" : $"{lanes.Count} processor threads")}";

    /// <summary>The row of the output head that scores a token (C).</summary>
    public float[] HeadRow(int token)
    {
        using var scope = NewDisposeScope();
        return Floats(decoder.Head.Rows(tensor(new[] { (long)token }, device: device)));
    }

    /// <summary>The final normed hidden state at each sequence's last position (C), in batches of like length.</summary>
    /// <param name="sequences">Ids, at least one and at most <see cref="Context"/> each.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellation">Checked before each batch.</param>
    public float[][] LastHidden(IReadOnlyList<int[]> sequences, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default) =>
        [.. States([.. sequences.Select(ids => new ReadText(ids, 0, ids.Length))], progress, cancellation).Select(state => state[..Width])];

    /// <summary>
    /// The states of texts (2C): of each the final normed hidden state at the prompt's last position, then the mean over the text's own
    /// positions of the residual stream after four fifths of the layers, in batches of like length: the fast way, in which a text's neighbours
    /// may change its last bits.
    /// </summary>
    /// <param name="texts">Each of at least one id and at most <see cref="Context"/>.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellation">Checked before each batch.</param>
    public float[][] States(IReadOnlyList<ReadText> texts, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        var results = new float[texts.Count][];
        ForEachBatch([.. texts.Select(text => text.Ids)], "reading texts", (rows, x, attention) =>
        {
            var flat = StatesOf([.. rows.Select(row => texts[row])], x, attention);
            for (var i = 0; i < rows.Length; i++) results[rows[i]] = flat[(i * StateWidth)..((i + 1) * StateWidth)];
        }, progress, cancellation);
        return results;
    }

    /// <summary>
    /// The same, one text after another on each lane, with nothing kept. A text is a batch of its own: every product on the way
    /// has a shape and an operand that no other text has a part in, so the state is the same to the last bit in whatever
    /// company it is read. The narrower products take about a third more time.
    /// </summary>
    /// <param name="count">How many texts.</param>
    /// <param name="text">A text; called once for each, on several threads.</param>
    /// <param name="use">Takes a text's state (2C); called once for each, on several threads.</param>
    /// <param name="progress">Told after each text.</param>
    /// <param name="cancellation">Checked before each text.</param>
    public void States(int count, Func<int, ReadText> text, Action<int, float[]> use, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        var done = new Tally("reading texts", count, "texts", progress);
        var next = -1;
        lanes.Run((_, stop) =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < count;)
            {
                stop.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var read = text(i);
                Check(read.Ids, 0);
                using var attention = new CausalAttention(decoder, read.Ids.Length);
                var x = decoder.Embed(tensor(Array.ConvertAll(read.Ids, id => (long)id), [1, read.Ids.Length], device: device)); // (1, T, C)
                meter?.Read(read.Ids.Length);
                use(i, StatesOf([read], x, attention));
                done.Add(1);
            }
        }, cancellation);
    }

    /// <summary>Mean negative log-likelihood of each sequence's ids after its first, in nats a token; NaN for a single id.</summary>
    /// <param name="sequences">Ids, at least one and at most <see cref="Context"/> each.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellation">Checked before each batch.</param>
    public double[] NegativeLogLikelihood(IReadOnlyList<int[]> sequences, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        var results = new double[sequences.Count];
        ForEachBatch(sequences, "rating texts", (rows, x, attention) =>
        {
            var hidden = decoder.Forward(x, attention); // (B, T, C)
            var length = hidden.shape[1];
            var places = rows.SelectMany((row, at) => Enumerable.Range(0, sequences[row].Length - 1).Select(i => at * length + i)).ToArray();
            var next = rows.SelectMany(row => sequences[row].Skip(1)).Select(id => (long)id).ToArray();
            var surprise = new List<float>(next.Length);
            foreach (var (chunk, targets) in places.Chunk(ScoredAtOnce * Factor).Zip(next.Chunk(ScoredAtOnce * Factor)))
            {
                using var scope = NewDisposeScope();
                var states = hidden.view(-1, Width).index_select(0, tensor(chunk, device: device)); // (n, C)
                var scores = decoder.Logits(states); // (n, V)
                if (type == ScalarType.BFloat16) scores = scores.to(ScalarType.Float32);
                surprise.AddRange(Floats(scores.logsumexp(1) - scores.gather(1, tensor(targets, device: device).unsqueeze(1)).squeeze(1))); // (n)
            }
            var at = 0;
            foreach (var row in rows)
            {
                var count = sequences[row].Length - 1;
                results[row] = count == 0 ? double.NaN : surprise.GetRange(at, count).Average(nats => (double)nats);
                at += count;
            }
        }, progress, cancellation);
        return results;
    }

    /// <summary>Continues prompts. The same seed, settings and prompts give the same texts on one machine.</summary>
    /// <param name="prompts">What to continue, and how often.</param>
    /// <param name="settings">How to draw tokens and when to stop.</param>
    /// <param name="progress">Told as texts are finished.</param>
    /// <param name="cancellation">Checked at every step.</param>
    /// <returns>All samples, by prompt and then by sample.</returns>
    public IReadOnlyList<Continuation> Generate(
        IReadOnlyList<GenerationPrompt> prompts, GenerationSettings settings, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        foreach (var prompt in prompts) Check(prompt.Ids, settings.MaximumTokens);
        var wanted = prompts.Sum(prompt => prompt.Count);
        if (wanted == 0) return [];
        var done = new Tally("writing texts", wanted, "texts", progress);
        var finished = new Continuation[wanted];
        var offsets = prompts.Select((_, index) => prompts.Take(index).Sum(prompt => prompt.Count)).ToArray();
        // A device's step takes as long for all texts as for a part of them, so there one lane writes them all.
        var writing = OnDevice ? 1 : lanes.Count;
        var shares = Shares.Of(prompts, writing);
        lanes.Run((lane, stop) =>
        {
            if (lane >= writing) return;
            using var writer = new Writer(decoder, prompts, settings, writing, type, device, meter);
            foreach (var text in writer.Write(shares[lane], stop))
            {
                meter?.Wrote(text.Ids.Length);
                finished[offsets[text.Prompt] + text.Sample] = text;
                done.Add(1);
            }
        }, cancellation);
        return finished;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lanes.Dispose();
        decoder.Dispose();
    }

    /// <summary>Runs batches of sequences of like length; a batch's composition depends on the sequences alone.</summary>
    private void ForEachBatch(
        IReadOnlyList<int[]> sequences, string stage, Action<int[], Tensor, IAttention> use, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        foreach (var sequence in sequences) Check(sequence, 0);
        var batches = Batches(sequences);
        var done = new Tally(stage, sequences.Count, "texts", progress);
        var next = -1;
        lanes.Run((_, stop) =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < batches.Count;)
            {
                stop.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var rows = batches[i];
                var length = sequences[rows[0]].Length;
                var ids = new long[rows.Length * length];
                for (var row = 0; row < rows.Length; row++)
                    for (var at = 0; at < sequences[rows[row]].Length; at++) ids[row * length + at] = sequences[rows[row]][at];
                using var attention = new CausalAttention(decoder, length);
                meter?.Read(ids.Length);
                use(rows, decoder.Embed(tensor(ids, [rows.Length, length], device: device)), attention); // (B, T, C)
                done.Add(rows.Length);
            }
        }, cancellation);
    }

    /// <summary>Rows of each batch, longest first.</summary>
    private List<int[]> Batches(IReadOnlyList<int[]> sequences)
    {
        var byLength = Enumerable.Range(0, sequences.Count).OrderByDescending(row => sequences[row].Length).ToArray();
        var batches = new List<int[]>();
        for (var start = 0; start < byLength.Length;)
        {
            var rows = Math.Max(1, PositionsAtOnce * Factor / sequences[byLength[start]].Length);
            batches.Add(byLength[start..Math.Min(byLength.Length, start + rows)]);
            start += rows;
        }
        return batches;
    }

    /// <summary>States of rows padded at their ends, one after the other: (B 2C).</summary>
    private float[] StatesOf(ReadText[] rows, Tensor x, IAttention attention)
    {
        var length = (int)x.shape[1];
        var last = tensor(Array.ConvertAll(rows, row => (long)row.Ids.Length - 1), device: device); // (B)
        var shares = tensor(rows.SelectMany(row => PooledState.Shares(length, row.First, row.End)).ToArray(), [rows.Length, length], device: device); // (B, T)
        return Floats(PooledState.Of(decoder, x, attention, last, shares));
    }

    private void Check(int[] ids, int more)
    {
        if (ids.Length == 0 || ids.Length + more > Context)
            throw new ArgumentException($"A sequence of {ids.Length} and {more} new ids; between 1 and {Context} fit the model.", nameof(ids));
        if (ids.AsSpan().ContainsAnyExceptInRange(0, decoder.Shape.Vocabulary - 1))
            throw new ArgumentException($"An id is outside the vocabulary of {decoder.Shape.Vocabulary}.", nameof(ids));
    }

    private static float[] Floats(Tensor values)
    {
        using var scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, float>(values.to(ScalarType.Float32).cpu().contiguous().bytes).ToArray();
    }
}
