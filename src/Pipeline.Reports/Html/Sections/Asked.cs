using Pipeline.Core.Policies;
using Pipeline.Reports.Figures;

namespace Pipeline.Reports.Html.Sections;

/// <summary>The order and the policy's requirements, each with what the evidence shows.</summary>
internal static class Asked
{
    public static object Of(RunReport report) => new
    {
        Order = $"Make {Shown.Count(report.Settings.Texts, "synthetic text")} for {Shown.Count(report.Settings.Labels.Count, "label")} "
            + $"({string.Join(", ", report.Settings.Labels)}) from {report.Source.FileName}, a {report.Source.Classification.ToString().ToLowerInvariant()} source, "
            + (report.Settings.Purpose is { } purpose ? $"for {purpose}, " : "") + (report.Settings.Recipient is { } recipient ? $"to {recipient}, " : "")
            + $"and release them only if every requirement of the policy “{report.Settings.Policy}” holds.",
        Requirements = report.Decision.Verdicts.Select(verdict => new
        {
            Words = Sentence(verdict.Requirement.Words),
            verdict.Requirement.Where,
            verdict.Because,
            Kind = verdict.Outcome.ToString().ToLowerInvariant(),
            Mark = Mark.Of(verdict.Outcome),
            Outcome = verdict.Outcome switch { Outcome.Holds => "Holds", Outcome.Fails => "Not met", _ => "Cannot be judged" },
        }).ToList(),
        Empty = report.Decision.Verdicts.Count == 0,
    };

    private static string Sentence(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..] + ".";
}
