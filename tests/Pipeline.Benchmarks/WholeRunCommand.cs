using System.CommandLine;

namespace Pipeline.Benchmarks;

/// <summary>A command for each task: the whole pipeline on it, several times.</summary>
internal static class WholeRunCommand
{
    public static Command Create(string task, string data)
    {
        var source = new Option<string>("--source") { Description = $"The data: {data}.", Required = true };
        var epsilon = new Option<double>("--epsilon") { Description = "The budget of each run.", DefaultValueFactory = _ => 4 };
        var repeats = new Option<int>("--repeats") { Description = "Runs, each with its own noise and its own split.", DefaultValueFactory = _ => 1 };
        var proposals = new Option<int?>("--proposals") { Description = "Texts to propose; the method's own number when left out." };
        var command = new Command(task, $"Runs the whole pipeline on {task} and prints, run by run and on average, what the release is worth and where the time went.")
        {
            source, epsilon, repeats, proposals,
        };
        command.SetAction((parsed, cancellation) =>
        {
            WholeRun.Measure(task, Path.GetFullPath(parsed.GetRequiredValue(source)), parsed.GetValue(epsilon), parsed.GetValue(repeats), parsed.GetValue(proposals), cancellation);
            return Task.FromResult(0);
        });
        return command;
    }
}
