using System.CommandLine;
using System.Globalization;
using Pipeline.Benchmarks;
using Pipeline.Benchmarks.Speed;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("Benchmarks: what releases are worth, and how fast they are made.")
{
    WholeRunCommand.Create("tickets", "tickets.parquet"),
    WholeRunCommand.Create("reviews", "rt-polarity's train.jsonl"),
    WholeRunCommand.Create("mail", "SpamAssassin's mail.parquet"),
    SpeedCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
