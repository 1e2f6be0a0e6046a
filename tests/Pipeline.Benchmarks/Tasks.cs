using Pipeline.Cli.Running;
using Pipeline.Core;
using Pipeline.Core.Plans;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Files;

namespace Pipeline.Benchmarks;

/// <summary>The tasks of docs/synthesis.md as pipelines of one shape. Topics are common knowledge of such texts.</summary>
internal static class Tasks
{
    private static string Root { get; } = FindRoot();

    /// <summary>The shipped language model.</summary>
    public static string Model { get; } = Path.Combine(Root, "pipelines", "models", "smollm2-135m-instruct-q4_1.gguf");

    /// <summary>The shipped tickets pipeline.</summary>
    public static PipelineFile TicketsFile => PipelineFiles.Load(Path.Combine(Root, "pipelines", "tickets.yaml"), KnownAudits.All);

    public static PipelineFile Of(string task, string source, double epsilon, int? proposals, string to, long seed) => task switch
    {
        "tickets" => Tickets(source, epsilon, proposals, to, seed),
        "reviews" => Small("reviews", source, PlannedFormat.JsonLines, "text", unit: null, epsilon, 1e-4, proposals, to, seed,
            "{text} It was",
            [
                new LabelPlan { Name = "negative", Token = " terrible", About = Films("which the critic hated", "which is boring and far too long", "with a weak script and flat characters", "that fails as a comedy", "which wastes its actors") },
                new LabelPlan { Name = "positive", Token = " great", About = Films("which the critic loved", "which is moving and beautifully acted", "with a clever script and real charm", "that is funny from start to end", "which is the best of the year") },
            ],
            new PublicPlan { Kind = "One-sentence film review by a critic", Openings = ["a", "the", "it's", "an", "this", "as", "one of", "with", "while", "there's", "if you", "the film"], Style = new StyleNote { Casing = LetterCasing.Lower, Punctuation = MarkSpacing.Spaced, Apostrophes = ApostropheMark.Straight, Lines = LineShape.Single } }),
        "mail" => Small("mail", source, PlannedFormat.Parquet, "body", unit: "from", epsilon, 1e-5, proposals, to, seed,
            "{text} This message is",
            [
                new LabelPlan { Name = "ham", Token = " normal", About = ["a software bug and its fix", "a question to a mailing list of programmers", "a news article with a link", "plans to meet friends", "a patch to a Linux package", "an argument about politics on a mailing list"] },
                new LabelPlan { Name = "spam", Token = " spam", About = ["a loan with low interest rates", "losing weight with a miracle product", "making money at home", "a secret transfer of millions of dollars", "cheap software and printer ink", "an offer that you must order today, with a link to unsubscribe"] },
            ],
            new PublicPlan { Kind = "E-mail from the year 2002", Openings = ["I", "On", "Dear", "Hi,", "You", "The", "If you", "This", "We", "URL:", "Do you", "Are you"], Style = new StyleNote { LeastWords = 40 } }),
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };

    private static IReadOnlyList<string> Films(params string[] ends) => [.. ends.Select(end => "a film " + end)];

    private static PipelineFile Tickets(string source, double epsilon, int? proposals, string to, long seed)
    {
        var file = TicketsFile;
        return file with
        {
            Source = file.Source with { Path = source },
            Privacy = file.Privacy with { Epsilon = epsilon },
            Synthesis = file.Synthesis with { Proposals = proposals ?? file.Synthesis.Proposals, Seed = seed },
            Release = new ReleasePlan { To = to },
        };
    }

    private static PipelineFile Small(
        string name, string source, PlannedFormat format, string text, string? unit, double epsilon, double delta, int? proposals, string to, long seed,
        string template, IReadOnlyList<LabelPlan> labels, PublicPlan known) => new()
        {
            Name = name,
            Source = new SourcePlan { Format = format, Path = source, Id = "id", Text = text, Label = "label", Unit = unit, Classification = Classification.Confidential, Holdout = .25 },
            Task = new TaskPlan { Template = template, Labels = labels },
            Public = known,
            Privacy = new PrivacyPlan { Epsilon = epsilon, Delta = delta, Neighbours = Neighbours.AddOrRemoveOneUnit, RecordsPerUnit = 1 },
            Synthesis = new SynthesisPlan { Model = Model, Method = SynthesisMethod.Match, Texts = 100, Proposals = proposals, Seed = seed },
            Audits = SuiteFiles.Load(Path.Combine(Root, "audits", "standard.yaml"), KnownAudits.All),
            Policy = PolicyFiles.Load(Path.Combine(Root, "policies", "standard.yaml"), KnownAudits.All),
            Release = new ReleasePlan { To = to },
            Settings = Digest.Of(name),
        };

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Pipeline.sln"))) return folder.FullName;
        throw new InvalidOperationException("The benchmarks run outside the repository: no Pipeline.sln above them.");
    }
}
