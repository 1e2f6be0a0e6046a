using System.Diagnostics;
using Pipeline.Cli.Running.Methods;
using Pipeline.Core;
using Pipeline.Core.Plans;
using Pipeline.Synthesis.Generation;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Cli.Planning;

/// <summary>How fast a model works on this machine.</summary>
/// <param name="LoadSeconds">Seconds to load it, once for writing and once for reading.</param>
/// <param name="WrittenASecond">New tokens a second, in a full batch.</param>
/// <param name="PromptsASecond">Positions of prompts a second, by the model that writes.</param>
/// <param name="ReadASecond">Positions of texts a second, by the exact model.</param>
/// <param name="CharactersPerToken">Of the model's tokenizer, on the pipeline's prompts.</param>
/// <param name="Width">Of the model's hidden states.</param>
internal sealed record Calibration(double LoadSeconds, double WrittenASecond, double PromptsASecond, double ReadASecond, double CharactersPerToken, int Width)
{
    private const int Prompts = 24;
    private const int Steps = 6;
    private const int Texts = 24;
    private const int TextPositions = 64;

    /// <summary>Seconds of a run's work.</summary>
    public double Seconds(WorkEstimate work) => work.TokensWritten + work.PositionsRead == 0 ? 0 :
        LoadSeconds + work.TokensWritten / WrittenASecond + work.PromptPositions / PromptsASecond + (work.ProposalPositions + work.PrivatePositions) / ReadASecond;

    /// <summary>Measures on a few seconds of work with the file's own prompts.</summary>
    public static Calibration Measure(PipelineFile file, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var load = Stopwatch.StartNew();
        using var writer = Load(ComputeType.AutoForWriting);
        load.Stop();
        var book = WorkEstimate.Prompts(file);
        var prompts = Enumerable.Range(0, Math.Min(Prompts, book.Count)).Select(i => book[i * book.Count / Math.Min(Prompts, book.Count)].Text).ToList();
        var ids = prompts.ConvertAll(prompt => writer.Tokenizer.Encode(prompt, parseSpecial: true));
        var positions = ids.Sum(row => row.Length);

        Write(writer, ids, 1, 1); // What is made on first use is not the rate.
        var reading = Write(writer, ids, 1, 1).Seconds;
        var each = (Proposer.BatchOf(writer) + ids.Count - 1) / ids.Count;
        var writing = Write(writer, ids, each, Steps);

        load.Start();
        using var reader = Load(ComputeType.Auto);
        load.Stop();
        var texts = ids.SelectMany(row => row).Chunk(TextPositions).ToList();
        int[][] sequences = [.. Enumerable.Range(0, Texts).Select(i => texts[i % texts.Count])];
        Read(2, null);
        var clock = Stopwatch.StartNew();
        Read(sequences.Length, progress);
        return new Calibration(
            load.Elapsed.TotalSeconds,
            // The first token of a text comes with its prompt.
            Math.Max(1, writing.Written - each * ids.Count) / Math.Max(1e-3, writing.Seconds - reading),
            positions / Math.Max(1e-3, reading),
            sequences.Sum(row => row.Length) / Math.Max(1e-3, clock.Elapsed.TotalSeconds),
            prompts.Sum(prompt => prompt.Length) / (double)positions,
            reader.Width);

        // As private texts are read, which is the slower way of the two.
        void Read(int count, IProgress<StageProgress>? shown) => reader.States(count, i => new ReadText(sequences[i], 0, sequences[i].Length), (_, _) => { }, shown, cancellation);

        LanguageModel Load(ComputeType compute) => LanguageModel.Load(file.Synthesis.Model, Proposing.Options(file.Synthesis, compute), progress, cancellation);

        (long Written, double Seconds) Write(LanguageModel model, List<int[]> rows, int count, int tokens)
        {
            var settings = new GenerationSettings { Batch = Proposer.BatchOf(model), MaximumTokens = tokens, Seed = 1 };
            var started = Stopwatch.GetTimestamp();
            var written = model.Generate([.. rows.Select(row => new GenerationPrompt(row, count))], settings, progress, cancellation).Sum(text => (long)text.Ids.Length);
            return (written, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }
}
