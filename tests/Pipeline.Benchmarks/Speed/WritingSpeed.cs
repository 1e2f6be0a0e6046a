using System.Diagnostics;
using Pipeline.Cli.Running;
using Pipeline.Cli.Running.Methods;
using Pipeline.Synthesis.Generation;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Proposals;
using TorchSharp;

namespace Pipeline.Benchmarks.Speed;

/// <summary>Writes the proposals of the tickets pipeline, some of them, as a run does, and says how fast.</summary>
internal static class WritingSpeed
{
    private const int PlainBatch = 64;
    private const int TextsPerPrompt = 5;

    /// <summary>Batches written at each size: the second shows rows being refilled.</summary>
    private const int Rounds = 2;

    public static void Measure(int[] batches, ComputeType compute, ModelDevice device, CancellationToken cancellation)
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
            Write(model, 8, 4); // Warms up what is made on first use.
            foreach (var batch in batches)
            {
                var (written, seconds) = Write(model, batch, batch * Rounds);
                fastest[batch] = written / seconds;
                Console.WriteLine($"{batch,6} {written / seconds,9:F0} {2 * model.Weights * (written / seconds) / floats,19:P0} {batch * Rounds,6} {written,7} {Machine.PeakMegabytes() / 1000,6:F2}");
            }
        }
        using var exact = LanguageModel.Load(path, new ModelOptions(device, ComputeType.Fp32), null, cancellation);
        var first = Prompts(PlainBatch);
        var settings = Settings(exact, first, PlainBatch);
        PlainWriter.Write(exact.Decoder, Requests(exact, first, 2), settings with { MaximumTokens = 2 }, cancellation);
        var clock = Stopwatch.StartNew();
        var plainly = PlainWriter.Write(exact.Decoder, Requests(exact, first, PlainBatch), settings, cancellation);
        var plain = plainly / clock.Elapsed.TotalSeconds;
        Console.WriteLine($"plain implementation in fp32, batch {PlainBatch}: {plain:F0} tokens/s, {PlainBatch} texts, {plainly} tokens");
        foreach (var (batch, rate) in fastest) Console.WriteLine($"  batch {batch}: {rate / plain:F1} times as fast");

        (long Written, double Seconds) Write(LanguageModel writer, int batch, int texts)
        {
            var prompts = Prompts(texts);
            var (requests, settings) = (Requests(writer, prompts, texts), Settings(writer, prompts, batch));
            var started = Stopwatch.GetTimestamp();
            var written = writer.Generate(requests, settings, null, cancellation).Sum(text => (long)text.Ids.Length);
            return (written, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }

    private static GenerationSettings Settings(LanguageModel model, IReadOnlyList<Prompt> prompts, int batch) =>
        new Proposer(model).Drawing(prompts, Proposing.Settings(Tasks.TicketsFile, 1, seed: 1)) with { Batch = batch };

    /// <summary>Prompts for so many texts, evenly over the classes, a few texts each as in a run.</summary>
    private static List<Prompt> Prompts(int texts)
    {
        var file = Tasks.TicketsFile;
        var all = PromptBook.For(file.Task, file.Public);
        var wanted = Math.Min(all.Count, (texts + TextsPerPrompt - 1) / TextsPerPrompt);
        return [.. Enumerable.Range(0, wanted).Select(i => all[(int)((long)i * all.Count / wanted)])];
    }

    private static List<GenerationPrompt> Requests(LanguageModel model, IReadOnlyList<Prompt> prompts, int texts) =>
        [.. prompts.Select((prompt, i) => new GenerationPrompt(model.Tokenizer.Encode(prompt.Text, parseSpecial: true), texts / prompts.Count + (i < texts % prompts.Count ? 1 : 0)))];
}
