using System.Runtime.InteropServices;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Generation;

/// <summary>One continuation that is wanted.</summary>
/// <param name="Prompt">Index of the prompt.</param>
/// <param name="Sample">Which of its continuations.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Draw(int Prompt, int Sample);

/// <summary>
/// Writes texts on one thread, a batch at a time: a row that ends gives its place to the next text at once, and towards the
/// end the rows that are left move together, so that no step computes a row nobody wants.
/// </summary>
internal sealed class Writer : IDisposable
{
    /// <summary>Bytes all lanes together may keep as keys and values; with long prompts it bounds the rows.</summary>
    private const long CacheBytes = 1L << 30;

    /// <summary>Rows whose scores are held at once on a processor: more would not stay in its cache, and would take fresh memory at every step.</summary>
    private const int ScoredAtOnce = 64;

    private readonly Decoder model;
    private readonly GenerationSettings settings;
    private readonly Device device;
    private readonly Sampler sampler;
    private readonly KeyValueCache cache;
    private readonly Row[] rows;
    private readonly PromptReader reader;
    private readonly int scoredAtOnce;
    private int active;

    public Writer(Decoder model, IReadOnlyList<GenerationPrompt> prompts, GenerationSettings settings, int lanes, ScalarType type, Device device, ModelMeter? meter)
    {
        (this.model, this.settings, this.device) = (model, settings, device);
        scoredAtOnce = device.type == DeviceType.CPU ? ScoredAtOnce : int.MaxValue;
        reader = new PromptReader(model, prompts, device, meter);
        sampler = new Sampler(settings);
        var longest = prompts.Max(prompt => prompt.Ids.Length) + settings.MaximumTokens;
        var fitting = CacheBytes / lanes / (longest * KeyValueCache.BytesOfPosition(model.Shape, type));
        rows = new Row[Math.Max(1, Math.Min(settings.Batch / lanes, fitting))];
        cache = new KeyValueCache(model, rows.Length, longest, type, device);
    }

    /// <summary>The texts, as they are finished.</summary>
    public IEnumerable<Continuation> Write(IReadOnlyList<Draw> wanted, CancellationToken cancellation)
    {
        var next = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            for (; active < rows.Length && next < wanted.Count; next++)
                if (Admit(wanted[next], reader.Of(wanted, next)) is { } already) yield return already;
            if (active == 0) yield break;
            foreach (var text in Step()) yield return text;
        }
    }

    public void Dispose()
    {
        cache.Dispose();
        reader.Dispose();
    }

    /// <summary>Starts a text; returns it if it ends with its first id.</summary>
    private Continuation? Admit(Draw draw, EncodedPrompt prompt)
    {
        var row = new Row(draw, prompt.Length);
        if (settings.MaximumTokens == 0 || Append(row, prompt.Scores)) return row.Text;
        cache.Admit(active, prompt);
        rows[active++] = row;
        return null;
    }

    /// <summary>Adds an id to every row and returns those that end with it.</summary>
    private List<Continuation> Step()
    {
        using var scope = NewDisposeScope();
        var (last, positions) = (new long[active], new long[active]);
        for (var i = 0; i < active; i++) (last[i], positions[i]) = (rows[i].Ids[^1], rows[i].Position++);
        cache.Begin(positions);
        var hidden = model.Forward(model.Embed(tensor(last, [active, 1], device: device)), cache).squeeze(1); // (n, C)
        var ended = new List<Continuation>();
        // From the last row down, because an ended row is replaced by the last one, which must have had its id.
        for (var end = active; end > 0; end = Math.Max(0, end - scoredAtOnce)) Draw(hidden, Math.Max(0, end - scoredAtOnce), end, ended);
        return ended;
    }

    /// <summary>Adds an id to the rows from start to end.</summary>
    private void Draw(Tensor hidden, int start, int end, List<Continuation> ended)
    {
        using var scope = NewDisposeScope();
        var scores = model.Logits(hidden.narrow(0, start, end - start)).to(ScalarType.Float32).cpu(); // (n, V)
        var all = MemoryMarshal.Cast<byte, float>(scores.bytes);
        var width = model.Shape.Vocabulary;
        for (var i = end - 1; i >= start; i--)
        {
            if (!Append(rows[i], all.Slice((i - start) * width, width))) continue;
            ended.Add(rows[i].Text);
            active--;
            if (i == active) continue;
            cache.Move(active, i, rows[active].Position);
            rows[i] = rows[active];
        }
    }

    /// <summary>Draws a row's next id; true if the row has ended.</summary>
    private bool Append(Row row, Span<float> scores)
    {
        if (row.Ids.Count < settings.MinimumTokens)
            foreach (var ending in settings.EndingTokens) scores[ending] = float.NegativeInfinity;
        var uniform = CounterRandom.Uniform(settings.Seed, row.Draw.Prompt, row.Draw.Sample, row.Ids.Count);
        var (id, logProbability) = sampler.Draw(scores, uniform);
        if (settings.StopTokens.Contains(id)) return row.Ended = true;
        row.Ids.Add(id);
        row.LogProbability += logProbability;
        if (settings.Stop?.Invoke(row.Draw.Prompt, row.Ids) == true) row.Ended = true;
        return row.Ended || row.Ids.Count == settings.MaximumTokens;
    }

    private sealed class Row(Draw draw, int position)
    {
        public Draw Draw => draw;

        public List<int> Ids { get; } = [];

        /// <summary>Positions in the cache.</summary>
        public int Position { get; set; } = position;

        public double LogProbability { get; set; }

        public bool Ended { get; set; }

        public Continuation Text => new(draw.Prompt, draw.Sample, [.. Ids], Ids.Count == 0 ? double.NaN : LogProbability / Ids.Count, Ended);
    }
}
