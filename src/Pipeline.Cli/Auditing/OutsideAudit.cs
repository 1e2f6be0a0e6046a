using System.Reflection;
using NLog;
using Pipeline.Audits;
using Pipeline.Cli.Display;
using Pipeline.Cli.Running;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;
using Pipeline.Core.Plans;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Data.Keys;
using Pipeline.Data.Runs;
using Pipeline.Files;
using Pipeline.Reports;

namespace Pipeline.Cli.Auditing;

/// <summary>
/// Measures texts that any other tool made against private records: the audits of a suite and nothing else. It spends no
/// budget, writes no ledger and can release nothing. Records stay in their file, which may be larger than memory.
/// </summary>
internal sealed class OutsideAudit(AuditRequest request, StateFolder state, IRunDisplay display, TimeProvider clock)
{
    private static readonly Logger Log = LogManager.GetLogger("Pipeline.Audit");

    /// <summary>Runs the audits.</summary>
    /// <exception cref="BadInputException">Something a person gave us cannot be used.</exception>
    public AuditReport Run(CancellationToken cancellation)
    {
        var started = clock.GetUtcNow();
        var suite = SuiteFiles.Load(ShippedFile("audits", request.Suite), KnownAudits.All);
        var policy = request.Policy is { } asked ? PolicyFiles.Load(ShippedFile("policies", asked), KnownAudits.All) : null;
        var audits = suite.Audits.Select(entry => AuditCatalog.Create(entry.Name, entry.Settings, entry.Where)).ToList();

        using var source = Open("Check the source", request.Source, request.Text, "--text", cancellation);
        using var holdout = request.Holdout is { } aside ? Open("Check the holdout", aside, request.Text, "--text", cancellation) : null;
        using var texts = Open("Check the candidate", request.Candidate, request.CandidateText ?? request.Text, request.CandidateText is null ? "--text" : "--candidate-text", cancellation);
        var (records, file) = Records(source, request.Source, cancellation);
        var (asideRecords, asideFile) = holdout is null ? (Private.Seal(new RecordStream(0, _ => [])), null) : Records(holdout, request.Holdout!, cancellation);
        var candidate = new Candidate(display.Stage("Read the candidate", progress => texts.File.Texts(texts.Columns, progress, cancellation)));
        if (candidate.Rows.Count == 0) throw new BadInputException(request.Candidate, "It holds no texts.", "at least one text");

        var run = RunName.At(started);
        using var scratch = request.Spill ? ScratchFolder.Begin(ScratchRoot(), run) : null;
        var names = new RecordNames(InstallationKey.Derive(InstallationKey.LoadOrCreate(state.Key), $"records of audit {run}"));
        var binding = new Binding(candidate.Digest, SourceDigest(source, holdout), Settings(suite, source, holdout, texts));
        var context = new AuditContext(candidate, records, asideRecords, names, binding)
        {
            Resources = new AuditResources
            {
                IndexBytes = request.IndexMegabytes * 1_000_000L,
                Scratch = scratch?.Path,
            },
        };
        var outcomes = audits.ConvertAll(audit => display.Stage(audit.Name, progress => audit.Run(context, clock, progress, cancellation)));
        cancellation.ThrowIfCancellationRequested();
        foreach (var opened in new[] { source, holdout, texts }.OfType<AuditedTexts>()) opened.File.RefuseIfChanged();

        var evidence = new EvidenceFile(binding, [], outcomes);
        var report = new AuditReport
        {
            Started = started,
            Duration = clock.GetUtcNow() - started,
            ProductVersion = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unversioned",
            Source = file,
            Holdout = asideFile,
            Candidate = texts.Described(candidate.Rows.Count, 0),
            Suite = suite.Name,
            SuiteDigest = suite.Digest,
            Evidence = evidence,
            Judgement = policy is null ? null : Judge(policy, candidate, evidence),
            PeakMemoryMegabytes = Machine.PeakMegabytes(),
        };
        Log.Info("audit {0} of {1} texts against {2} records: {3} reasons to refuse", run, candidate.Rows.Count, file.Texts, report.Reasons.Count);
        return report;
    }

    private AuditedTexts Open(string stage, string path, string? text, string option, CancellationToken cancellation) =>
        display.Stage(stage, progress => AuditedTexts.Open(path, text, option, request, progress, cancellation));

    private (Private<RecordStream> Records, AuditedFile File) Records(AuditedTexts of, string path, CancellationToken cancellation) =>
        display.Stage($"Count the records of {Path.GetFileName(path)}", progress =>
        {
            var records = of.File.Records(of.Columns, out var count, out var empty, progress, cancellation);
            return count > 0
                ? (records, of.Described(count, empty))
                : throw new BadInputException(path, "No record in it has text.", "at least one record with text");
        });

    /// <summary>
    /// Only what the policy requires of findings can be judged: of texts made elsewhere nothing was proved, and whom they are
    /// for is not our business. They are judged as for the most protected sources that the policy is written for.
    /// </summary>
    private AuditJudgement Judge(Policy policy, Candidate candidate, EvidenceFile evidence)
    {
        var findings = policy with { Require = [.. policy.Require.Where(required => required is FindingRequirement)], Purposes = null, Recipients = null };
        var facts = new CaseFacts(policy.For.Max(), 0, null);
        var judged = Evaluation.Of(findings, new Proposed(candidate.Digest, candidate.Rows.Count), EvidenceSummary.Of(evidence), facts, clock.GetUtcNow());
        return new AuditJudgement(policy.Name, policy.Digest, judged, [.. policy.Require.Where(required => required is not FindingRequirement).Select(required => required.Words)]);
    }

    private string ScratchRoot()
    {
        var root = Path.Combine(state.Path, "audits");
        foreach (var left in ScratchFolder.Recover(root)) Log.Warn("removed what audit {0} left half done", left);
        return root;
    }

    /// <summary>A file of that path; without one, the file of that name which ships.</summary>
    private static string ShippedFile(string folder, string name)
    {
        if (File.Exists(name) || name != Path.GetFileName(name)) return name;
        var shipped = Shipped.Path(folder, name.EndsWith(".yaml", StringComparison.Ordinal) ? name : name + ".yaml");
        return File.Exists(shipped) ? shipped : name;
    }

    private static Digest SourceDigest(AuditedTexts source, AuditedTexts? holdout)
    {
        if (holdout is null) return source.File.Digest;
        using var digester = new Digester();
        return digester.Add(source.File.Digest.Hex).Add(holdout.File.Digest.Hex).Finish();
    }

    private static Digest Settings(AuditSuite suite, AuditedTexts source, AuditedTexts? holdout, AuditedTexts candidate)
    {
        using var digester = new Digester();
        digester.Add("audit").Add(suite.Digest.Hex);
        foreach (var columns in new[] { source.Columns, holdout?.Columns, candidate.Columns })
            digester.Add(columns?.Text ?? "").Add(columns?.Label ?? "").Add(columns?.Id ?? "");
        return digester.Finish();
    }
}
