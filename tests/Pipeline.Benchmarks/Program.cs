using System.CommandLine;
using System.Globalization;
using Pipeline.Benchmarks;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var task = new Argument<string>("TASK") { Description = "tickets, reviews or mail." };
task.AcceptOnlyFromAmong("tickets", "reviews", "mail");
var source = new Option<string>("--source") { Description = "The data: tickets.parquet, rt-polarity's train.jsonl, or SpamAssassin's mail.parquet.", Required = true };
var epsilon = new Option<double>("--epsilon") { Description = "The budget of each run.", DefaultValueFactory = _ => 4 };
var repeats = new Option<int>("--repeats") { Description = "Runs, each with its own noise and its own split.", DefaultValueFactory = _ => 1 };
var proposals = new Option<int?>("--proposals") { Description = "Texts to propose; the method's own number when left out." };
var root = new RootCommand("Runs the whole pipeline on a task and prints, run by run and on average, what the release is worth and where the time went.") { task, source, epsilon, repeats, proposals };
root.SetAction((parsed, cancellation) =>
{
    WholeRun.Measure(parsed.GetRequiredValue(task), Path.GetFullPath(parsed.GetRequiredValue(source)), parsed.GetValue(epsilon), parsed.GetValue(repeats), parsed.GetValue(proposals), cancellation);
    return Task.FromResult(0);
});
return await root.Parse(args).InvokeAsync();
