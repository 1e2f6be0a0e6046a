using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Core.Plans;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Files.Policies;
using Pipeline.Files.Reading;
using Pipeline.Files.Rules;
using Pipeline.Files.Yaml;

namespace Pipeline.Files;

/// <summary>Reads pipeline files, with the suite and the policy they name.</summary>
public static class PipelineFiles
{
    /// <summary>Reads a pipeline file. Paths within it count from its own folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">What audits, settings and measures there are.</param>
    /// <exception cref="BadInputException">
    /// It, or a file it names, cannot be used; every problem of all three files is listed with line and column.
    /// </exception>
    public static PipelineFile Load(string path, AuditNames known)
    {
        var page = Page.Open(path);
        var problems = page.Problems;
        var file = new Section(page.Root, Grammar.Pipeline, "", problems);
        var folder = System.IO.Path.GetDirectoryName(page.Path)!;

        var suite = Named(file, "audits", folder);
        var policy = Named(file, "policy", folder) is { } policyPage ? PolicyReader.Read(policyPage, known) : null;
        var source = Source(file.Within("source", Grammar.Source), folder);
        var synthesis = Synthesis(file.Within("synthesis", Grammar.Synthesis), folder);
        var release = file.Within("release", Grammar.Release);
        var privacy = file.Within("privacy", Grammar.Privacy);
        var plan = new PipelineFile
        {
            Name = file.Text("name"),
            Version = problems.CheckVersion(file),
            Source = source,
            Task = Task(file.Within("task", Grammar.Task), problems),
            Privacy = new PrivacyPlan
            {
                Epsilon = privacy.Number("epsilon") ?? 0,
                Delta = privacy.Number("delta") ?? 0,
                Neighbours = privacy.Choice("neighbours", Grammar.NeighbouringRelations) ?? Neighbours.AddOrRemoveOneUnit,
                RecordsPerUnit = privacy.Count("records per unit") ?? 0,
                StyleShare = privacy.Number("style share", perCent: true),
            },
            Public = file.Has("public") ? Public(file.Within("public", Grammar.Public), problems) : new PublicPlan(),
            Synthesis = synthesis,
            Canaries = file.Has("canaries") ? Canaries(file.Within("canaries", Grammar.Canaries)) : null,
            Audits = suite is null ? NoSuite : SuiteFiles.Read(suite, known),
            Policy = policy?.Policy ?? NoPolicy,
            Release = new ReleasePlan
            {
                To = Path(release, "to", folder),
                Purpose = release.OptionalText("purpose"),
                Recipient = release.OptionalText("recipient"),
                Approval = release.Choice("approval", Grammar.Approvals) ?? Approval.None,
            },
            Schedule = file.Has("schedule") ? Schedule(file.Within("schedule", Grammar.Schedule)) : null,
            Settings = SettingsOf(page, suite, policy?.Policy, synthesis.Model),
        };
        problems.Check(new PipelineRules(), plan);
        return Page.Finish(plan, [page, suite, .. policy?.Pages ?? []]);
    }

    /// <summary>The name of a method, as pipeline files write it.</summary>
    public static string NameOf(SynthesisMethod method) => Grammar.Methods.WordFor(method);

    private static SourcePlan Source(Section section, string folder)
    {
        var path = ExistingFile(section, "path", folder);
        var format = section.Choice("format", Grammar.Formats);
        if (format is null && !section.Has("format") && path.Length > 0)
        {
            format = Guess(path);
            if (format is null) section.Refuse("path", "The extension does not tell the format.", "the key 'format': " + FileProblems.OneOf(Grammar.Formats.All));
        }
        return new SourcePlan
        {
            Format = format ?? PlannedFormat.Csv,
            Path = path,
            Id = section.OptionalText("id"),
            Text = section.Text("text"),
            Label = section.Text("label"),
            Unit = section.OptionalText("unit"),
            Classification = section.Choice("classification", Grammar.Classifications) ?? Classification.Restricted,
            Holdout = section.Number("holdout", perCent: true) ?? .25,
            Encoding = section.OptionalText("encoding"),
        };
    }

    private static PlannedFormat? Guess(string path) => System.IO.Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".parquet" => PlannedFormat.Parquet,
        ".csv" => PlannedFormat.Csv,
        ".tsv" => PlannedFormat.Tsv,
        ".jsonl" or ".ndjson" => PlannedFormat.JsonLines,
        _ => null,
    };

    private static TaskPlan Task(Section section, FileProblems problems) => new()
    {
        Template = section.Text("template"),
        Labels = [.. section.Members("labels", "a section with a key for each label").Index().Select(member =>
        {
            var path = $"{section.PathOf("labels")}[{member.Index}]";
            problems.Mark(path, member.Item.Key.Spot);
            var label = new Section(member.Item.Value, Grammar.Label, path, problems, member.Item.Key.Text);
            return new LabelPlan { Name = member.Item.Key.Text, Token = label.Text("token"), About = label.Texts("about") };
        })],
    };

    private static PublicPlan Public(Section section, FileProblems problems) => new()
    {
        Kind = section.OptionalText("kind") ?? PublicPlan.AnyKind,
        Openings = section.Has("openings") ? section.Texts("openings") : [],
        Avoid = section.Has("avoid") ? section.Texts("avoid") : [],
        Style = section.Has("style") ? Style(section.Within("style", Grammar.Style)) : null,
        Examples = section.Has("examples") ? Examples(section, problems) : new Dictionary<string, IReadOnlyList<string>>(),
    };

    private static StyleNote Style(Section section) => new()
    {
        Casing = section.Choice("casing", Grammar.Casings)?.Value,
        Punctuation = section.Choice("punctuation", Grammar.Spacings)?.Value,
        Ending = section.Choice("ending", Grammar.Endings)?.Value,
        Apostrophes = section.Choice("apostrophes", Grammar.Apostrophes)?.Value,
        Lines = section.Choice("lines", Grammar.Lines)?.Value,
        LeastWords = section.Count("least words"),
        MostWords = section.Count("most words"),
    };

    /// <summary>Lists of texts under the names of labels; whether those are the task's is a rule's to say.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Examples(Section section, FileProblems problems)
    {
        var members = section.Members("examples", "a section with a list of texts for each label");
        foreach (var (i, member) in members.Index()) problems.Mark($"{section.PathOf("examples")}[{i}]", member.Key.Spot);
        var examples = members.Index().ToDictionary(member => member.Item.Key.Text, member => section.TextsOf(member.Item.Key.Text, $"{section.PathOf("examples")}[{member.Index}].Texts", member.Item.Value), StringComparer.Ordinal);
        // What could not be read has been reported; rules about the whole would only say so again.
        if (members.Any(member => member.Value is not YamlList) || examples.Values.Any(texts => texts.Any(text => text.Length == 0))) problems.Break(section.PathOf("examples"));
        return examples;
    }

    private static SynthesisPlan Synthesis(Section section, string folder) => new()
    {
        Model = ExistingModel(section, folder),
        Method = section.Choice("method", Grammar.Methods) ?? SynthesisMethod.Match,
        Texts = section.Count("texts") ?? 0,
        Proposals = section.Count("proposals"),
        Rounds = section.Count("rounds") ?? 1,
        Balance = section.Choice("balance", Grammar.Balances) ?? ClassBalance.Even,
        Seed = section.Whole("seed") ?? 1,
        Device = section.Choice("device", Grammar.Devices) ?? PlannedDevice.Auto,
    };

    private static CanaryPlan Canaries(Section section) => new(section.Count("planted") ?? 0, section.Count("words") ?? 6);

    private static SchedulePlan Schedule(Section section) => new()
    {
        Cron = section.Text("cron"),
        Zone = section.Text("zone"),
        Misfire = section.Choice("misfire", Grammar.Misfires) ?? Misfire.RunOnce,
    };

    /// <summary>A path that counts from the file's folder; empty when there is none.</summary>
    private static string Path(Section section, string key, string folder) =>
        section.OptionalText(key) is { } written ? System.IO.Path.GetFullPath(written, folder) : "";

    private static string ExistingFile(Section section, string key, string folder)
    {
        var path = Path(section, key, folder);
        if (path.Length > 0 && !File.Exists(path)) RefuseFile(section, key, path);
        return path;
    }

    /// <summary>A model: one file, or a folder that says what is in it.</summary>
    private static string ExistingModel(Section section, string folder)
    {
        var path = System.IO.Path.TrimEndingDirectorySeparator(Path(section, "model", folder));
        if (path.Length == 0 || File.Exists(path) || File.Exists(System.IO.Path.Combine(path, "config.json"))) return path;
        if (!Directory.Exists(path)) RefuseFile(section, "model", path);
        else section.Refuse("model", "'model' names a folder without a config.json.", "a GGUF file, or a folder with config.json, tokenizer.json and safetensors files");
        return path;
    }

    private static void RefuseFile(Section section, string key, string path) => section.Refuse(
        key,
        Directory.Exists(path) ? $"'{key}' names a folder." : $"'{key}' names a file that is not there.",
        "a file; paths count from the folder of this one",
        Page.NearestFile(path));

    /// <summary>The page of another file that this one names, or null when it is not there, which has been reported.</summary>
    private static Page? Named(Section file, string key, string folder)
    {
        var path = ExistingFile(file, key, folder);
        return File.Exists(path) ? Page.Open(path) : null;
    }

    private static Digest SettingsOf(Page pipeline, Page? suite, Policy? policy, string model)
    {
        using var digester = new Digester();
        return digester.Add(pipeline.Digest.Hex).Add(suite?.Digest.Hex ?? "").Add(policy?.Digest.Hex ?? "").Add(System.IO.Path.GetFileName(model)).Finish();
    }

    /// <summary>Stands in where the suite could not be read; never leaves <see cref="Load"/>.</summary>
    private static AuditSuite NoSuite => new() { Name = "", Audits = [], Digest = Digest.Of("") };

    /// <summary>Stands in where the policy could not be read; never leaves <see cref="Load"/>.</summary>
    private static Policy NoPolicy => new() { Name = "", For = new HashSet<Classification>(), Require = [], Digest = Digest.Of("") };
}
