using System.CommandLine;

namespace Pipeline.Benchmarks.Studies;

/// <summary>Prints what a task's sets of texts are worth: means over seeds, with the judge and with the head.</summary>
internal static class StudyCommand
{
    public static Command Create()
    {
        var study = new StudyOptions();
        var epsilons = new Option<double[]>("--epsilon") { Description = "Budgets.", DefaultValueFactory = _ => [4, 1], AllowMultipleArgumentsPerToken = true };
        var command = new Command("study", "Trains on private, zero-shot and matched texts and on controls, with the judge and the head; means over seeds.") { epsilons };
        study.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            Run(study.Read(parsed, cancellation), parsed.GetValue(epsilons)!, parsed.GetValue(study.Seeds), parsed.GetValue(study.First), cancellation);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Run(Study study, double[] epsilons, int seeds, int first, CancellationToken cancellation)
    {
        using var judge = StudyJudge.Load(study.File.Synthesis.Model, study.Device);
        var texts = study.File.Synthesis.Texts;
        List<(string Name, Func<StudyRun, StudySet> Set)> rows =
        [
            ("all private", run => run.Private()),
            ($"{2 * texts} private", run => run.Private(2 * texts)),
            ($"{texts} private", run => run.Private(texts)),
            ($"{texts} zero-shot", run => run.ZeroShot(texts)),
            .. epsilons.Select(epsilon => ($"{texts} matched, epsilon {epsilon}", new Func<StudyRun, StudySet>(run => run.Matched(epsilon, StudyControl.None, cancellation)))),
            ($"control: labels shuffled, epsilon {epsilons[0]}", run => run.Matched(epsilons[0], StudyControl.ShuffledLabels, cancellation)),
            ($"control: noise alone, epsilon {epsilons[0]}", run => run.Matched(epsilons[0], StudyControl.PureNoise, cancellation)),
        ];
        var table = new StudyTable(study.File.Name, ["judge", "head"], rows.Select(row => row.Name));
        for (var seed = first; seed < first + seeds; seed++)
        {
            var run = new StudyRun(study, judge, seed, cancellation);
            foreach (var (name, set) in rows)
            {
                var score = run.Score(set(run));
                table.Add(name, score.Judge, score.Head);
            }
            Console.Error.WriteLine($"seed {seed}, {seeds} from {first} on: features of {run.Part} ({string.Join(", ", run.Accuracies.Select(one => $"{one.Key} {one.Value:.000}"))})");
        }
        table.Print(seeds);
    }
}
