using System.Reflection;
using Pipeline.Audits.Usefulness;
using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Plans;
using Pipeline.Core.Releases;
using Pipeline.Data.Sources;
using Pipeline.Files;
using Pipeline.Reports;

namespace Pipeline.Cli.Running;

/// <summary>Puts together what the report says. Everything here is a number, a digest, a salted hash, or a name out of a file a person wrote.</summary>
internal sealed class ReportBuilder(PipelineFile file, Intake intake, Synthesised made, Judging judging, Digest model)
{
    public RunReport Build(
        string run, DateTimeOffset started, TimeSpan duration, Decision decision, EvidenceFile evidence, SourceSpending spent,
        IReadOnlyList<StageRun> stages, RunCost cost, ReleaseSummary? release)
    {
        return new RunReport
        {
            Pipeline = file.Name,
            Run = run,
            Started = started,
            Duration = duration,
            ProductVersion = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unversioned",
            Machine = Machine.Describe(),
            Source = Source(),
            Settings = Settings(),
            Ledger = new LedgerSummary(made.LedgerEntry, spent.Mu, spent.EpsilonAt(file.Privacy.Delta), file.Privacy.Delta, spent.Releases),
            Decision = decision,
            Evidence = evidence,
            Matching = made.Matching,
            Refinement = made.Refinement,
            Usefulness = Usefulness(evidence),
            Stages = [.. stages.Select(stage => new StageTime(stage.Name, stage.Time.TotalSeconds, stage.Note))],
            PeakMemoryMegabytes = cost.PeakMemoryMegabytes,
            Cost = cost,
            Release = release,
        };
    }

    private SourceSummary Source()
    {
        var profile = intake.Profile;
        int Records(string part, string label) => profile.Rows.Where(row => row.Part == part && row.Label == label).Sum(row => row.Records);
        return new SourceSummary
        {
            FileName = file.Source.Path,
            Format = file.Source.Format.ToString().ToLowerInvariant(),
            Digest = intake.Source,
            Classification = file.Source.Classification,
            Unit = file.Source.Unit ?? "record",
            Records = profile.Records,
            Units = profile.Units,
            EmptyTexts = profile.EmptyTexts,
            DuplicateTexts = profile.DuplicateTexts,
            TrainingRecords = profile.TrainingRecords,
            TrainingUnits = profile.TrainingUnits,
            HoldoutRecords = profile.HoldoutRecords,
            HoldoutUnits = profile.HoldoutUnits,
            Labels = [.. file.Task.Labels.Select(label => new LabelCount(label.Name, Records("training", label.Name), Records("holdout", label.Name)))],
            Lengths = new LengthQuantiles(profile.Characters.Least, profile.Characters.LowerQuarter, profile.Characters.Median, profile.Characters.UpperQuarter, profile.Characters.Most),
        };
    }

    private RunSettings Settings() => new()
    {
        Template = file.Task.Template,
        Labels = [.. file.Task.Labels.Select(label => label.Name)],
        Model = Path.GetFileName(file.Synthesis.Model),
        ModelDigest = model,
        Method = PipelineFiles.NameOf(file.Synthesis.Method),
        Style = made.Style,
        Texts = made.Candidate.Rows.Count,
        Proposals = made.Proposals,
        Seed = file.Synthesis.Seed,
        Policy = file.Policy.Name,
        PolicyDigest = file.Policy.Digest,
        Suite = file.Audits.Name,
        SuiteDigest = file.Audits.Digest,
        Purpose = file.Release.Purpose,
        Recipient = file.Release.Recipient,
    };

    /// <summary>What the head and the judge found; null when usefulness was not measured or its audit did not finish.</summary>
    private UsefulnessSummary? Usefulness(EvidenceFile evidence)
    {
        var findings = new JudgeFindings(evidence);
        if (made.Usefulness is not { } inputs || findings.Rows(UsefulnessAudit.AuditName, inputs, intake.Profile.TrainingRecords) is not { } rows) return null;
        var judge = findings.Judge(judging, intake.Profile.TrainingRecords);
        return new UsefulnessSummary
        {
            Head = "a softmax head on the public feature map of the language model",
            Rows = rows,
            Chance = 1.0 / file.Task.Labels.Count,
            Majority = evidence.Findings.First(finding => finding is { Audit: UsefulnessAudit.AuditName, Measure: UsefulnessAudit.OfLargestClass }).Statistic.Estimate,
            HoldoutRecords = intake.Profile.HoldoutRecords,
            Audits = judge is null ? [] : [JudgeAudit.AuditName, DiversityAudit.AuditName],
            Judge = judge,
            WithoutJudge = judge is null ? judging.Missing ?? "The judge did not finish; see what was measured." : null,
        };
    }
}
