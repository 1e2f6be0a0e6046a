using Pipeline.Core.Policies;
using Pipeline.Core.Releases;
using Pipeline.Reports.Figures;

namespace Pipeline.Reports.Html.Sections;

/// <summary>The decision in one word, one sentence and, when it is a refusal, every reason.</summary>
internal static class Banner
{
    public static object Of(RunReport report) => new
    {
        report.Pipeline,
        Approved = report.Decision is Approved,
        Word = report.Decision is Approved ? "Approved" : "Refused",
        Mark = report.Decision is Approved ? Mark.Holds(44) : Mark.Fails(44),
        Sentence = Sentence(report),
        Reasons = report.Decision is Refused refused ? refused.Reasons : [],
        Facts = new[]
        {
            new Fact("Run", report.Run),
            new Fact("Started", Shown.Moment(report.Started)),
            new Fact("Took", Shown.Seconds(report.Duration.TotalSeconds)),
            new Fact("Product", "Pipeline " + report.ProductVersion),
        },
    };

    private static string Sentence(RunReport report) => report.Decision switch
    {
        Approved { Verdicts.Count: var count } when report.Release is { } release =>
            $"{All(count)} of the policy “{report.Settings.Policy}” {(count == 1 ? "holds" : "hold")}, so {Shown.Count(release.Rows, "synthetic text")} {(release.Rows == 1 ? "was" : "were")} released.{Excepted(report.Decision)}",
        Approved { Verdicts.Count: var count } =>
            $"{All(count)} of the policy “{report.Settings.Policy}” {(count == 1 ? "holds" : "hold")}. The texts may be released; no file has been written yet.{Excepted(report.Decision)}",
        Refused refused => $"Nothing was written, for {Reasons(refused.Reasons.Count)}{Met(refused.Verdicts)}",
        _ => "",
    };

    private static string Excepted(Decision decision) => decision.Verdicts.Count(verdict => verdict.Requirement.Under is not null) switch
    {
        0 => "",
        1 => " One of them is held to a weaker bound, under an exception.",
        var several => $" {several} of them are held to weaker bounds, under exceptions.",
    };

    private static string All(int count) => count == 1 ? "The one requirement" : $"All {count} requirements";

    private static string Reasons(int count) => count == 1 ? "one reason." : $"{count} reasons.";

    private static string Met(IReadOnlyList<Verdict> verdicts) => verdicts.Count == 0
        ? ""
        : $" Of {Shown.Count(verdicts.Count, "requirement")}, {Held(verdicts.Count(verdict => verdict.Outcome == Outcome.Holds))} held.";

    private static string Held(int count) => count == 0 ? "none" : Shown.Count(count);
}

/// <summary>A name and what it is, for lists of facts.</summary>
internal sealed record Fact(string Name, string Value);
