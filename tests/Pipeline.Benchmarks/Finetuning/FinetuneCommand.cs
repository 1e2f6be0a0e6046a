using System.CommandLine;
using System.Diagnostics;
using Pipeline.Benchmarks.Studies;

namespace Pipeline.Benchmarks.Finetuning;

/// <summary>Trains all weights of the language model on private, zero-shot and matched texts, and prints how well each does.</summary>
internal static class FinetuneCommand
{
    public static Command Create()
    {
        var study = new StudyOptions();
        var epsilon = new Option<double>("--epsilon") { Description = "Budget of the matched texts.", DefaultValueFactory = _ => 1 };
        var epochs = new Option<int>("--epochs") { Description = "Times each text is seen.", DefaultValueFactory = _ => 8 };
        var rate = new Option<double>("--rate") { Description = "Learning rate at its highest.", DefaultValueFactory = _ => 2e-5 };
        var texts = new Option<int>("--evaluate") { Description = "Evaluation texts to try it on.", DefaultValueFactory = _ => 500 };
        var command = new Command("finetune", "Fine-tunes the language model itself, all weights, on each set of texts; means over seeds.") { epsilon, epochs, rate, texts };
        study.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            Run(study.Read(parsed, cancellation), parsed.GetValue(study.Seeds), parsed.GetValue(study.First), parsed.GetValue(epsilon), parsed.GetValue(epochs), parsed.GetValue(rate), parsed.GetValue(texts), cancellation);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Run(Study study, int seeds, int first, double epsilon, int epochs, double rate, int evaluated, CancellationToken cancellation)
    {
        var count = study.File.Synthesis.Texts;
        (string Name, Func<StudyRun, StudySet> Set)[] rows =
        [
            ($"{count} private", run => run.Private(count)),
            ($"{count} zero-shot", run => run.ZeroShot(count)),
            ($"{count} matched, epsilon {epsilon}", run => run.Matched(epsilon, StudyControl.None, cancellation)),
        ];
        var results = new StudyTable(study.File.Name, ["accuracy", "last loss"], rows.Select(row => row.Name));
        for (var seed = first; seed < first + seeds; seed++)
        {
            var run = new StudyRun(study, null, seed, cancellation);
            var tried = run.Sample(evaluated);
            foreach (var (name, set) in rows)
            {
                var chosen = set(run);
                var clock = Stopwatch.StartNew();
                using var model = new Finetuned(study.File.Synthesis.Model, study.File.Task.Template, [.. study.File.Task.Labels.Select(label => label.Token)], study.Device);
                var loss = model.Train(chosen.Texts, chosen.Labels, epochs, rate, seed, cancellation);
                var accuracy = run.Balanced(tried, model.Predict(run.TextsOf(tried), cancellation));
                results.Add(name, accuracy, loss);
                Console.Error.WriteLine($"seed {seed}, {seeds} from {first} on, {name}: {accuracy:.000} in {clock.Elapsed.TotalSeconds:F0} s");
            }
        }
        results.Print(seeds);
    }
}
