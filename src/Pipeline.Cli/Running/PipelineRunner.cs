using System.Text;
using NLog;
using Pipeline.Audits;
using Pipeline.Audits.Usefulness;
using Pipeline.Cli.Attesting;
using Pipeline.Cli.Display;
using Pipeline.Cli.Running.Flows;
using Pipeline.Cli.Running.Methods;
using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Plans;
using Pipeline.Core.Releases;
using Pipeline.Core.Releases.Protocol;
using Pipeline.Data.Keys;
using Pipeline.Data.Ledgers;
using Pipeline.Data.Runs;
using Pipeline.Data.Sources;
using Pipeline.Formal.Certificates;
using Pipeline.Reports;
using Pipeline.Synthesis.Models;

namespace Pipeline.Cli.Running;

/// <summary>
/// The way of the data, once through: ingest, synthesis, audits, gate, release, report. Everything is written to a staging
/// folder that becomes visible whole or not at all.
/// </summary>
internal sealed class PipelineRunner(PipelineFile file, StateFolder state, IRunDisplay display, TimeProvider clock)
{
    private static readonly Logger Log = LogManager.GetLogger("Pipeline.Run");

    /// <summary>Runs the pipeline.</summary>
    /// <exception cref="BadInputException">Something a person gave us cannot be used; nothing was written.</exception>
    public RunResult Run(CancellationToken cancellation)
    {
        RefuseWhatIsNotBuilt();
        var assumed = CostAssumptions.FromEnvironment();
        var (started, processor) = (clock.GetUtcNow(), Machine.ProcessorSeconds());
        var run = RunName.At(started);
        var key = InstallationKey.LoadOrCreate(state.Key);
        var ledger = new Ledger(new SqliteLedgerStore(state.Ledger), clock);
        foreach (var left in Recovery.Run(Disk.Real, ledger, file.Release.To, started)) Tell(left);
        var keys = new SigningKeys(state, clock);
        keys.Check();
        using var release = ReleaseRun.Begin(Disk.Real, ledger, file.Release.To, run);
        Log.Info("run {0} of pipeline {1} began, settings {2}", run, file.Name, file.Settings);

        var flow = RunFlow.Of(file, []);
        var (stages, openings) = (new StageClock(display, cancellation) { Declared = flow }, new DeclaredOpenings(flow));
        var model = ModelFiles.DigestOf(file.Synthesis.Model);
        var intake = stages.Run("Read the source", progress => Ingest.Read(SourceRequests.From(file, key), progress, cancellation));
        intake = intake with { Training = intake.Training.Watched(Named.Training, openings), Holdout = intake.Holdout.Watched(Named.Holdout, openings) };
        var settings = SettingsDigest.Of(file, model);
        release.Register(intake.Source, file.Policy.Digest, settings, approvals: 0);
        var context = new RunContext(file, run, intake, ledger, stages, cancellation);
        var made = SynthesisMethods.Of(file.Synthesis.Method).Make(context);

        var judging = Judging.Of(context, made);
        var given = new AuditInputs { Embedded = judging.Embedded, Rated = ModelRatings.Of(context, made), Reference = [.. made.ZeroShot.Select(text => text.Text)] };

        var binding = new Binding(made.Candidate.Digest, intake.Source, settings);
        List<Guarantee> guarantees = [.. context.Spending.Proved(binding), made.Prove(binding)];
        var claimed = new ClaimAgainstAttackAudit([.. guarantees.Select(guarantee => guarantee.Claim)], context.Attacks);
        var audits = stages.Run("Audit the candidate", progress => Audit(made, judging, given, context.Planting, claimed, intake, binding, key, run, progress, cancellation));
        var evidence = new EvidenceFile(binding, guarantees, audits);
        cancellation.ThrowIfCancellationRequested();

        var budget = ledger.Budget(intake.Source);
        var spent = new SourceSpending(budget.Mu, budget.Runs, budget.EpsilonAt);
        var facts = new CaseFacts(file.Source.Classification, intake.Profile.TrainingUnits, spent) { Purpose = file.Release.Purpose, Recipient = file.Release.Recipient, Canaries = context.Planting.Canaries };
        var decidedAt = clock.GetUtcNow();
        // Taken after the moment of the decision: a key that was rotated or revoked while the run went on signs nothing.
        using var signer = keys.Current();
        var decision = Gate.Decide(file.Policy, made.Candidate, evidence, facts, decidedAt);
        var said = RunStatement.Given(decision, facts, made.Candidate, decidedAt);
        release.Decide(new Ruling(decision is Approved, binding.Candidate, evidence.Digest(), file.Policy.Digest, null, RunStatement.CaseOf(file, said)));
        Log.Info("run {0} was {1} on evidence {2}", run, decision is Approved ? "approved" : "refused", evidence.Digest().Short);

        var released = decision is Approved approved
            ? stages.Run("Write the release", _ => ReleaseFiles.Write(approved.Release, file, run, release, cancellation))
            : null;
        release.Write("plan.json", PlanFile.Of(file, binding));
        var took = clock.GetUtcNow() - started;
        var cost = CostOf.Run(stages.Stages, took, Machine.ProcessorSeconds() - processor, assumed, made.Candidate.Rows.Count);
        var report = new ReportBuilder(file, intake, made, judging, model).Build(run, started, took, decision, evidence, spent, stages.Stages, cost, released);
        release.Write("report.json", ReportWriter.Json(report));
        release.Write("report.html", ReportWriter.Html(report));
        // Feature vectors tell of texts: of those that were refused nothing leaves, and of those released anybody can compute them.
        if (decision is Approved && made.Numbers is { } numbers) release.Write(NumericalCertificate.FileName, Encoding.UTF8.GetString(numbers.Write()));
        cancellation.ThrowIfCancellationRequested();
        release.WriteBundle(RunStatement.Sign(run, file, made.Candidate, evidence, said, release.Files(), ledger.Entries(), signer));
        release.Publish();
        return new RunResult(report, release.Final) { Opened = openings.Seen };
    }

    private static void Tell(Recovered left)
    {
        if (!left.Clear) Log.Error("run {0} is visible and is not what the ledger says ({1}): nothing was recorded of it, look at it", left.Run, left.Phase);
        else if (left.Phase == Phase.Released) Log.Warn("run {0} had become visible when its process died; its release is recorded now", left.Run);
        else Log.Warn("removed what run {0} left half done", left.Run);
    }

    private IReadOnlyList<AuditOutcome> Audit(
        Synthesised made, Judging judging, AuditInputs given, Planting planting, ClaimAgainstAttackAudit claimed, Intake intake, Binding binding, byte[] key, string run, IProgress<StageProgress> progress, CancellationToken cancellation)
    {
        var names = new RecordNames(InstallationKey.Derive(key, $"records of run {run}"));
        var context = new AuditContext(made.Candidate, intake.Training, intake.Holdout, names, binding);
        var audits = file.Audits.Audits.Select(entry => AuditCatalog.Create(entry.Name, entry.Settings, entry.Where, given)).ToList();
        if (made.Usefulness is { } inputs) audits.Add(new UsefulnessAudit(inputs));
        if (judging.Inputs is { } judged) audits.Add(new JudgeAudit(judged));
        if (made.Candidate.Rows.Count > 0 && made.ZeroShot.Count > 0) audits.Add(new DiversityAudit(made.ZeroShot));
        if (planting.Audit() is { } canaries) audits.Add(canaries);
        if (claimed.IsNeeded) audits.Add(claimed);
        return [.. audits.Select(audit => audit.Run(context, clock, progress, cancellation))];
    }

    /// <summary>The grammar is ahead of the program: what it cannot honour yet it refuses to run.</summary>
    private void RefuseWhatIsNotBuilt()
    {
        if (file.Release.Approval != Approval.None)
            throw new BadInputException($"{file.Name}, release, approval", "Approval by two persons is not built yet, so this pipeline cannot be run.", "approval: none");
    }
}
