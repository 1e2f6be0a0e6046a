using System.CommandLine;
using System.Globalization;
using Pipeline.Benchmarks;
using Pipeline.Benchmarks.Attacks;
using Pipeline.Benchmarks.Finetuning;
using Pipeline.Benchmarks.Overlap;
using Pipeline.Benchmarks.Policies;
using Pipeline.Benchmarks.Protocol;
using Pipeline.Benchmarks.Speed;
using Pipeline.Benchmarks.Studies;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("Benchmarks: what releases are worth, and how fast they are made.")
{
    WholeRunCommand.Create("tickets", "tickets.parquet"),
    WholeRunCommand.Create("reviews", "rt-polarity's train.jsonl"),
    WholeRunCommand.Create("mail", "SpamAssassin's mail.parquet"),
    SpeedCommand.Create(),
    StudyCommand.Create(),
    FinetuneCommand.Create(),
    MatchingSpeed.Create(),
    OverlapCommand.Create(),
    PolicyBenchmark.Create(),
    ProtocolCommand.Create(),
    ClaimCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
