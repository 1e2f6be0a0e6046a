using System.Diagnostics;
using Pipeline.Cli.Running;
using Pipeline.Core.Plans;
using Pipeline.Synthesis.Generation;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Proposals;
using TorchSharp;

namespace Pipeline.Benchmarks.Speed;

/// <summary>Writes the proposals of the tickets pipeline, some of them, and says how fast.</summary>
internal static class WritingSpeed
{
    private const int PlainBatch = 64;
    private const int TextsPerPrompt = 5;

    /// <summary>Batches written at each size: the second shows rows being refilled.</summary>
    private const int Rounds = 2;

    public static void Measure(int[] batches, ComputeType compute, int tokens, ModelDevice device, CancellationToken cancellation)
    {
        var place = Arithmetic.DeviceOf(device);
        var floats = ProductRate.OfFloats(place);
        Console.WriteLine($"{Machine.Describe()}");
        var bytes = place.type == DeviceType.CPU ? $", {ProductRate.OfBytes() / 1e9:F0} GOPS in int8" : "";
        Console.WriteLine($"matrix products: {floats / 1e9:F0} GFLOPS in fp32{bytes}");
        var path = Tasks.Model;
        var fastest = new Dictionary<int, double>();
        using (var model = LanguageModel.Load(path, new ModelOptions(device, compute), null, cancellation))
        {
            Console.WriteLine(model.Describe());
            Console.WriteLine($"{"batch",6} {"tokens/s",9} {"share of fp32 rate",19} {"texts",6} {"tokens",7} {"GB",6}");
            Write(model, 8, 4, 4); // Warms up what is made on first use.
            foreach (var batch in batches)
            {
                var (written, seconds) = Write(model, batch, batch * Rounds, tokens);
                fastest[batch] = written / seconds;
                Console.WriteLine($"{batch,6} {written / seconds,9:F0} {2 * model.Weights * (written / seconds) / floats,19:P0} {batch * Rounds,6} {written,7} {Machine.PeakMegabytes() / 1000,6:F2}");
            }
        }
        using var exact = LanguageModel.Load(path, new ModelOptions(device, ComputeType.Fp32), null, cancellation);
        var (prompts, stops) = (Prompts(exact, PlainBatch), Stops(exact));
        PlainWriter.Write(exact.Decoder, prompts[0].Ids, 2, 2, .95, 128, stops, cancellation);
        var clock = Stopwatch.StartNew();
        var plain = PlainWriter.Write(exact.Decoder, prompts[0].Ids, PlainBatch, tokens, .95, 128, stops, cancellation) / clock.Elapsed.TotalSeconds;
        Console.WriteLine($"plain implementation in fp32, batch {PlainBatch}: {plain:F0} tokens/s");
        foreach (var (batch, rate) in fastest) Console.WriteLine($"  batch {batch}: {rate / plain:F1} times as fast");

        (long Written, double Seconds) Write(LanguageModel writer, int batch, int texts, int length)
        {
            var requests = Prompts(writer, texts);
            var settings = new GenerationSettings { Batch = batch, MaximumTokens = length, StopTokens = Stops(writer), Seed = 1 };
            var started = Stopwatch.GetTimestamp();
            var written = writer.Generate(requests, settings, null, cancellation).Sum(text => (long)text.Ids.Length);
            return (written, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }

    /// <summary>The tickets pipeline's prompts, evenly over its classes, a few texts each as in a run.</summary>
    private static List<GenerationPrompt> Prompts(LanguageModel model, int texts)
    {
        var file = Tasks.TicketsFile;
        var all = PromptBook.For(file.Task, file.Public);
        var wanted = Math.Min(all.Count, (texts + TextsPerPrompt - 1) / TextsPerPrompt);
        return [.. Enumerable.Range(0, wanted).Select(i => new GenerationPrompt(
            model.Tokenizer.Encode(all[(int)((long)i * all.Count / wanted)].Text, parseSpecial: true), texts / wanted + (i < texts % wanted ? 1 : 0)))];
    }

    private static int[] Stops(LanguageModel model) => [model.Tokenizer.Special["<|im_end|>"], model.Tokenizer.Special["<|endoftext|>"]];
}
