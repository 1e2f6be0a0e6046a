using Pipeline.Core.Privacy;
using Pipeline.Reports.Figures;

namespace Pipeline.Reports.Html.Sections;

/// <summary>The way of the data: source, matching, certificate and where the time went.</summary>
internal static class Made
{
    public static object Of(RunReport report) => new
    {
        Door = Door(report),
        Way = WayOfTheData.Draw(report),
        Source = Source(report.Source),
        Settings = (Fact[])
        [
            new Fact("Prompt around a text", report.Settings.Template),
            new Fact("Method", report.Settings.Method),
            new Fact("Language model", report.Settings.Model),
            new Fact("Proposals", Shown.Count(report.Settings.Proposals)),
            .. report.Settings.Style is { } style ? (Fact[])[new Fact("Surface style", style)] : [],
            new Fact("Seed of public choices", report.Settings.Seed.ToString()),
        ],
        Matched = report.Matching is not null,
        Matching = report.Matching is { } matching ? Matching(matching) : null,
        Refined = report.Refinement is not null,
        Refinement = report.Refinement is { } refinement ? Refinement(refinement) : null,
        Stages = Stages(report.Stages),
        Machine = report.Machine,
        Memory = Shown.Megabytes(report.PeakMemoryMegabytes),
        Took = Shown.Seconds(report.Duration.TotalSeconds),
    };

    private static string Door(RunReport report)
    {
        var claims = report.Claims.ToList();
        if (claims.Count == 0) return "No mechanism ran that says what it let out of the private text.";
        if (claims.All(claim => claim.Noise == NoiseOrigin.NotNeeded)) return "Nothing passed from the private text to synthesis: these texts were written from public prompts alone.";
        return claims.Any(claim => claim.Noise is not (NoiseOrigin.OperatingSystem or NoiseOrigin.NotNeeded))
            ? "Private text reaches synthesis through one door, the mechanism. In this run it let things out without noise that protects, so the people in the data are not protected."
            : "Private text reaches synthesis through one door, the mechanism, and passes it only as numbers with noise. Everything after that door is made from those numbers and from public files.";
    }

    private static object Source(SourceSummary source) => new
    {
        source.FileName,
        source.Format,
        source.Unit,
        Records = Shown.Count(source.Records),
        Units = Shown.Count(source.Units),
        TrainingRecords = Shown.Count(source.TrainingRecords),
        TrainingUnits = Shown.Count(source.TrainingUnits),
        HoldoutRecords = Shown.Count(source.HoldoutRecords),
        HoldoutUnits = Shown.Count(source.HoldoutUnits),
        EmptyTexts = Shown.Count(source.EmptyTexts),
        DuplicateTexts = Shown.Count(source.DuplicateTexts),
        UnitIsRecord = source.Unit == "record",
        Labels = source.Labels.Select(label => new
        {
            label.Label,
            Training = Shown.Count(label.Training),
            Holdout = Shown.Count(label.Holdout),
            All = Shown.Count(label.Training + label.Holdout),
        }).ToList(),
        Lengths = $"from {Shown.Number(source.Lengths.Least)} to {Shown.Number(source.Lengths.Most)} characters; half of them "
            + $"between {Shown.Number(source.Lengths.LowerQuarter)} and {Shown.Number(source.Lengths.UpperQuarter)}, median {Shown.Number(source.Lengths.Median)}",
    };

    private static object Matching(MatchingSummary matching) => new
    {
        Classes = matching.Classes.Select(label => new
        {
            label.Label,
            Proposals = Shown.Count(label.Proposals),
            Agreeing = Shown.Count(label.Agreeing),
            Kept = Shown.Count(label.Kept),
            Chosen = Shown.Count(label.Chosen),
            Random = Shown.Number(label.ResidualOfRandom),
            Greedy = Shown.Number(label.ResidualAfterGreedy),
            Swaps = Shown.Number(label.ResidualAfterSwaps),
        }).ToList(),
        Guided = matching.Classes.Sum(label => label.Guided) is > 0 and var guided
            ? $"Plain proposals seldom hit {string.Join(", ", matching.Classes.Where(label => label.Guided > 0).Select(label => label.Label))}: {Shown.Count(guided, "text")} for {(matching.Classes.Count(label => label.Guided > 0) == 1 ? "it" : "them")} {(guided == 1 ? "was" : "were")} written piece by piece, each time keeping the piece that the noisy target liked best."
            : "",
        matching.Features,
        Start = Shown.Number(matching.CosineAtStart),
        HasPath = matching.CosineAlongPath.Count > 0,
        Path = matching.CosineAlongPath.Count > 0 ? CosinePath.Draw(matching.CosineAlongPath) : null,
        matching.Certificate.Vacuous,
        Certificate = new[]
        {
            new Fact("Proved radius", Shown.Number(matching.Certificate.Radius)),
            new Fact("Size of the target head, |W*|", Shown.Number(matching.Certificate.HeadNorm)),
            new Fact("Radius relative to |W*|", Shown.Number(matching.Certificate.Relative)),
            new Fact("Distance of the head really trained", Shown.Number(matching.Certificate.Distance)),
        },
    };

    private static object Refinement(RefinementSummary refinement) => new
    {
        Classes = refinement.Classes.Select(label => new
        {
            label.Label,
            Texts = Shown.Count(label.Texts),
            Before = Shown.Number(label.ResidualBefore),
            After = Shown.Number(label.ResidualAfter),
            PerplexityBefore = Shown.Number(label.PerplexityBefore),
            PerplexityAfter = double.IsNaN(label.PerplexityAfter) ? "no text" : Shown.Number(label.PerplexityAfter),
            Rounds = Shown.Count(label.Rounds.Count),
            Accepted = label.Rounds.All(round => round.Accepted is null) ? "–" : Shown.Count(label.Rounds.Sum(round => round.Accepted ?? 0)),
            Stop = label.Check is { } check ? Stop(check) : "not checked",
        }).ToList(),
        refinement.Verified,
        Checked = refinement.Verified is not null,
        HasRounds = refinement.Classes.Any(label => label.Rounds.Count > 0),
        Path = refinement.Classes.Any(label => label.Rounds.Count > 0) ? ResidualPath.Draw(refinement.Classes) : null,
    };

    private static string Stop(StopCheck check) =>
        (check.Stopped ? "stopped by itself" : "ended by the limit of rounds")
        + (check.Verified ? $"; none of {Shown.Count(check.Checked)} substitutions improves it" : $"; {Shown.Count(check.Improving)} of {Shown.Count(check.Checked)} substitutions would still improve it");

    private static object Stages(IReadOnlyList<StageTime> stages)
    {
        var total = stages.Sum(stage => stage.Seconds);
        return stages.Select(stage => new
        {
            stage.Name,
            stage.Note,
            Time = Shown.Seconds(stage.Seconds),
            Bar = ShareBar.Draw(total > 0 ? stage.Seconds / total : 0, $"{stage.Name}, share of the time"),
        }).ToList();
    }
}
