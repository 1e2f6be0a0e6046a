using System.CommandLine;
using Pipeline.Audits.Text;

namespace Pipeline.Benchmarks.Overlap;

/// <summary><c>overlap</c>: how fast and in how much memory texts are compared with a source, against a plain implementation.</summary>
internal static class OverlapCommand
{
    public static Command Create()
    {
        var source = new Option<string>("--source") { Description = "A Parquet file with a column of texts, such as SpamAssassin's mail.parquet.", Required = true };
        var column = new Option<string>("--text") { Description = "The column.", DefaultValueFactory = _ => "body" };
        var texts = new Option<int>("--texts") { Description = "Candidate texts.", DefaultValueFactory = _ => 1000 };
        var megabytes = new Option<int>("--megabytes") { Description = "The source is repeated with edits to so many megabytes, in a file of its own; 0 leaves that out.", DefaultValueFactory = _ => 1000 };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("overlap", "Prints megabytes a second, bytes of index and peak memory for every overlap measure alone and for all in one walk, on the file and on it repeated with edits, and the ratio to a plain hash-set implementation.")
        {
            source, column, texts, megabytes, threads,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var mail = SourceTexts.Read(parsed.GetRequiredValue(source), parsed.GetRequiredValue(column), cancellation);
            var candidate = SourceTexts.Candidate(mail, parsed.GetValue(texts));
            var bench = new OverlapSpeed(candidate.ConvertAll(text => Skeleton.Of(TextNormaliser.Full(text))), parsed.GetValue(threads));
            bench.Measure(mail, parsed.GetValue(megabytes), cancellation);
            return Task.FromResult(0);
        });
        return command;
    }
}
