using System.Runtime.InteropServices;
using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Gguf;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Judging;

/// <summary>
/// The judge's reader: a sentence encoder that had no part in making the texts (all-MiniLM-L6-v2; Reimers and Gurevych 2019).
/// Its embeddings have unit length, so that a dot product of two is their cosine.
/// </summary>
public sealed class SentenceEncoder : IDisposable
{
    /// <summary>Positions of one batch, padding included: fast products in a few tens of megabytes, whatever the number of texts.</summary>
    private const int PositionsAtOnce = 2048;

    /// <summary>The same on a CUDA device, where a small product takes as long as a large one.</summary>
    private const int DevicePositionsAtOnce = 8 * PositionsAtOnce;

    private readonly WordPieceTokenizer tokenizer;
    private readonly Bert bert;
    private readonly Lanes lanes;
    private readonly Device device;

    private SentenceEncoder(string name, WordPieceTokenizer tokenizer, Bert bert, Device device)
    {
        Name = name;
        this.tokenizer = tokenizer;
        this.bert = bert;
        this.device = device;
        lanes = new Lanes(device);
    }

    /// <summary>The name the model file gives itself, or that of the file.</summary>
    public string Name { get; }

    /// <summary>C: length of an embedding.</summary>
    public int Width => bert.Shape.Width;

    /// <summary>Loads a model; the file is read once and closed.</summary>
    /// <exception cref="BadInputException">The file is broken or no BERT model, or the device does not exist here.</exception>
    public static SentenceEncoder Load(string ggufPath, ModelDevice device = ModelDevice.Auto, CancellationToken cancellation = default)
    {
        using var file = GgufFile.Open(ggufPath);
        var shape = BertShape.Of(file);
        var pieces = WordPieceTokenizer.From(file);
        var place = Arithmetic.DeviceOf(device);
        var name = file.Metadata.Has("general.name") ? file.Metadata.Text("general.name") : file.Name;
        using var inference = no_grad();
        return new SentenceEncoder(name, pieces, new Bert(shape, BertWeights.Load(file, shape, place, cancellation)), place);
    }

    /// <summary>The embedding of each text (C), of length 1. A text's end beyond 256 tokens is not read.</summary>
    /// <param name="texts">Any texts, empty ones included.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellation">Checked before each batch.</param>
    public float[][] Embed(IReadOnlyList<string> texts, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        var sequences = texts.Select(tokenizer.Encode).ToArray();
        var embeddings = new float[texts.Count][];
        var batches = Batches(sequences);
        var done = new Tally("embedding texts", texts.Count, "texts", progress);
        var next = -1;
        lanes.Run((_, stop) =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < batches.Count;)
            {
                stop.ThrowIfCancellationRequested();
                var flat = Embed(batches[i], sequences);
                foreach (var (at, row) in batches[i].Index()) embeddings[row] = flat[(at * Width)..((at + 1) * Width)];
                done.Add(batches[i].Length);
            }
        }, cancellation);
        return embeddings;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lanes.Dispose();
        bert.Dispose();
    }

    /// <summary>Embeddings of one batch, one after the other.</summary>
    private float[] Embed(int[] rows, int[][] sequences)
    {
        using var scope = NewDisposeScope();
        var length = sequences[rows[0]].Length;
        var ids = new long[rows.Length * length];
        var own = new float[ids.Length];
        foreach (var (at, row) in rows.Index())
            for (var i = 0; i < sequences[row].Length; i++) (ids[at * length + i], own[at * length + i]) = (sequences[row][i], 1);
        var embedded = bert.Embed(tensor(ids, [rows.Length, length], device: device), tensor(own, [rows.Length, length], device: device)); // (B, C)
        return MemoryMarshal.Cast<byte, float>(embedded.cpu().contiguous().bytes).ToArray();
    }

    /// <summary>Rows of each batch, longest first, so that texts of like length share one and padding stays small.</summary>
    private List<int[]> Batches(int[][] sequences)
    {
        var byLength = Enumerable.Range(0, sequences.Length).OrderByDescending(row => sequences[row].Length).ToArray();
        var batches = new List<int[]>();
        for (var start = 0; start < byLength.Length;)
        {
            var rows = (device.type == DeviceType.CPU ? PositionsAtOnce : DevicePositionsAtOnce) / sequences[byLength[start]].Length;
            batches.Add(byLength[start..Math.Min(byLength.Length, start + rows)]);
            start += rows;
        }
        return batches;
    }
}
