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
    /// <summary>Bytes all lanes together, or a device, may keep as keys and values; with long prompts it bounds the rows.</summary>
    private const long CacheBytes = 1L << 30, DeviceCacheBytes = 4L << 30;

    /// <summary>Rows whose scores are held at once on a processor: more would not stay in its cache, and would take fresh memory at every step.</summary>
    private const int ScoredAtOnce = 64;

    /// <summary>The same on a device: some hundred megabytes.</summary>
    private const int DeviceScoredAtOnce = 256;

    private readonly Decoder model;
    private readonly GenerationSettings settings;
    private readonly Device device;
    private readonly Sampler sampler;
    private readonly KeyValueCache cache;
    private readonly Row[] rows;
    private readonly PromptReader reader;
    private readonly bool onDevice;
    private readonly Tensor? endings; // (V): which ids are held back at first; on a device
    private int active;

    public Writer(Decoder model, IReadOnlyList<GenerationPrompt> prompts, GenerationSettings settings, int lanes, ScalarType type, Device device, ModelMeter? meter)
    {
        (this.model, this.settings, this.device) = (model, settings, device);
        onDevice = device.type != DeviceType.CPU;
        reader = new PromptReader(model, prompts, device, meter);
        sampler = new Sampler(settings);
        var longest = prompts.Max(prompt => prompt.Ids.Length) + settings.MaximumTokens;
        var fitting = (onDevice ? DeviceCacheBytes : CacheBytes) / lanes / (longest * KeyValueCache.BytesOfPosition(model.Shape, type));
        rows = new Row[Math.Max(1, Math.Min(settings.Batch / lanes, fitting))];
        cache = new KeyValueCache(model, rows.Length, longest, type, device);
        if (onDevice && settings.MinimumTokens > 0) endings = Endings().DetachFromDisposeScope();
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
        endings?.Dispose();
    }

    /// <summary>Starts a text; returns it if it ends with its first id.</summary>
    private Continuation? Admit(Draw draw, EncodedPrompt prompt)
    {
        var row = new Row(draw, prompt.Length);
        if (settings.MaximumTokens == 0 || Append(row, Draw(row, prompt.Scores))) return row.Text;
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
        var atOnce = onDevice ? DeviceScoredAtOnce : ScoredAtOnce;
        for (var end = active; end > 0; end = Math.Max(0, end - atOnce)) Draw(hidden, Math.Max(0, end - atOnce), end, ended);
        return ended;
    }

    /// <summary>Adds an id to the rows from start to end.</summary>
    private void Draw(Tensor hidden, int start, int end, List<Continuation> ended)
    {
        using var scope = NewDisposeScope();
        var scores = model.Logits(hidden.narrow(0, start, end - start)).to(ScalarType.Float32); // (n, V)
        var drawn = onDevice ? DrawThere(scores, start) : DrawHere(scores, start);
        for (var i = end - 1; i >= start; i--)
        {
            if (!Append(rows[i], drawn[i - start])) continue;
            ended.Add(rows[i].Text);
            active--;
            if (i == active) continue;
            cache.Move(active, i, rows[active].Position);
            rows[i] = rows[active];
        }
    }

    /// <summary>The next ids of the rows from start on, with scores on the processor.</summary>
    private (int Id, double LogProbability)[] DrawHere(Tensor scores, int start)
    {
        var all = MemoryMarshal.Cast<byte, float>(scores.bytes);
        var drawn = new (int, double)[scores.shape[0]];
        for (var i = 0; i < drawn.Length; i++) drawn[i] = Draw(rows[start + i], all.Slice(i * model.Shape.Vocabulary, model.Shape.Vocabulary));
        return drawn;
    }

    /// <summary>The same with scores on a device, of which the likeliest alone are fetched.</summary>
    private (int Id, double LogProbability)[] DrawThere(Tensor scores, int start)
    {
        var held = Enumerable.Range(start, (int)scores.shape[0]).Select(i => HoldsBack(rows[i])).ToArray();
        if (endings is not null && held.Contains(true))
            scores.masked_fill_(tensor(held, device: device).unsqueeze(1).logical_and(endings), float.NegativeInfinity);
        var likeliest = Shortlist.Of(scores, sampler.Most);
        return [.. held.Select((_, i) => likeliest.Draw(sampler, i, Uniform(rows[start + i])))];
    }

    private (int Id, double LogProbability) Draw(Row row, Span<float> scores)
    {
        if (HoldsBack(row))
            foreach (var ending in settings.EndingTokens) scores[ending] = float.NegativeInfinity;
        return sampler.Draw(scores, Uniform(row));
    }

    private bool HoldsBack(Row row) => row.Ids.Count < settings.MinimumTokens;

    private double Uniform(Row row) => CounterRandom.Uniform(settings.Seed, row.Draw.Prompt, row.Draw.Sample, row.Ids.Count);

    private Tensor Endings()
    {
        var flags = new bool[model.Shape.Vocabulary];
        foreach (var ending in settings.EndingTokens) flags[ending] = true;
        return tensor(flags, device: device);
    }

    /// <summary>Gives a row its next id; true if the row has ended.</summary>
    private bool Append(Row row, (int Id, double LogProbability) drawn)
    {
        if (settings.StopTokens.Contains(drawn.Id)) return row.Ended = true;
        row.Ids.Add(drawn.Id);
        row.LogProbability += drawn.LogProbability;
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
