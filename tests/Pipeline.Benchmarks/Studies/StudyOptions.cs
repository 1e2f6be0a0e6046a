using System.CommandLine;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Models;

namespace Pipeline.Benchmarks.Studies;

/// <summary>The options that every study has.</summary>
internal sealed class StudyOptions
{
    private readonly Argument<string> task = new("TASK") { Description = "tickets, reviews or mail." };
    private readonly Option<string> source = new("--source") { Description = "The data; reviews are judged on validation.jsonl beside it, the others on a quarter of their units.", Required = true };
    private readonly Option<int> proposals = new("--proposals") { Description = "Texts to propose.", DefaultValueFactory = _ => 4000 };
    private readonly Option<string> cache = new("--cache") { Description = "Folder that keeps proposals and hidden states between studies.", Required = true };

    private readonly Option<StatePart?> part = new("--part") { Description = "Part of a text's state that the feature map looks at: Last, Mean or Both; left out, the proposals choose." };

    private readonly DeviceOption device = new(ModelDevice.Auto);

    /// <summary>How many seeds.</summary>
    public Option<int> Seeds { get; } = new("--seeds") { Description = "Seeds: each with its own split, proposals and noise.", DefaultValueFactory = _ => 5 };

    /// <summary>Where the seeds begin.</summary>
    public Option<int> First { get; } = new("--first") { Description = "The first of the seeds, to go on where an earlier study ended.", DefaultValueFactory = _ => 1 };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        task.AcceptOnlyFromAmong("tickets", "reviews", "mail");
        command.Add(task);
        foreach (Option option in (Option[])[source, proposals, cache, part, device, Seeds, First]) command.Add(option);
    }

    /// <summary>The study they describe.</summary>
    public Study Read(ParseResult parsed, CancellationToken cancellation)
    {
        var name = parsed.GetRequiredValue(task);
        var file = Tasks.Of(name, Path.GetFullPath(parsed.GetRequiredValue(source)), 4, null, Path.GetTempPath(), 1);
        return new Study(name, file, StudyData.Read(file, cancellation), new StudyCache(parsed.GetRequiredValue(cache)), parsed.GetValue(proposals), parsed.GetValue(part), device.Of(parsed));
    }
}
