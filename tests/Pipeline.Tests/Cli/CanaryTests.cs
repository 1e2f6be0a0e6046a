using Pipeline.Audits;
using Pipeline.Cli;
using Pipeline.Cli.Display;
using Pipeline.Cli.Running;
using Pipeline.Cli.Running.Methods;
using Pipeline.Core.Evidence;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Data.Ledgers;
using Pipeline.Data.Sources;
using Pipeline.Files;
using Pipeline.Tests.Synthesis.Mechanisms;
using Pipeline.Tests.Synthesis.Models;

namespace Pipeline.Tests.Cli;

/// <summary>A word that stands in every private text stands in no prompt and in no text the model wrote, however many rounds there are.</summary>
[Collection(LoadedModelCollection.Name)]
public sealed class CanaryTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void No_private_word_reaches_a_prompt_and_both_releases_are_charged_before_either_runs()
    {
        place.WriteSource();
        var path = place.WritePipeline("  - guarantee: differential-privacy\n    epsilon: { at most: 8 }\n    delta: { at most: 1/n }\n");
        File.WriteAllText(path, File.ReadAllText(path).Replace("proposals: 128", "proposals: 200, rounds: 2, balance: as-released", StringComparison.Ordinal).Replace("records per unit: 1", "records per unit: 1, style share: 5 %", StringComparison.Ordinal).Replace("policy: policy.yaml", "policy: policy.yaml\ncanaries: { planted: 20 }", StringComparison.Ordinal));
        var file = PipelineFiles.Load(path, KnownAudits.All);
        var cancellation = TestContext.Current.CancellationToken;
        var stages = new StageClock(new LineDisplay(TextWriter.Null), cancellation);
        var key = new byte[32];
        var ledger = new Ledger(new SqliteLedgerStore(place.State.Ledger), TimeProvider.System);
        var context = new RunContext(file, "run", stages.Run("Read", progress => Ingest.Read(SourceRequests.From(file, key), progress, cancellation)), ledger, stages, cancellation);

        var made = new MatchMethod().Make(context);

        Assert.NotEmpty(context.Prompts);
        Assert.All(context.Prompts, prompt => Assert.DoesNotContain(Workplace.Canary, prompt.Text, StringComparison.OrdinalIgnoreCase));
        Assert.All(made.Candidate.Rows, row => Assert.DoesNotContain(Workplace.Canary, row.Text, StringComparison.OrdinalIgnoreCase));
        // The second round's prompts show texts, and each of them is one the model wrote in the first.
        Assert.Contains(context.Prompts, prompt => prompt.Text.StartsWith("Customer message:\n\"", StringComparison.Ordinal));
        Assert.Equal(6, made.Candidate.Rows.Count);

        var binding = new Binding(made.Candidate.Digest, context.Intake.Source, file.Settings);
        var claims = context.Spending.Proved(binding).Append(made.Prove(binding)).Select(guarantee => guarantee.Claim).ToList();
        Assert.Equal(["noisy-surface-style", "noisy-gradient-path"], claims.Select(claim => claim.Mechanism));
        Assert.InRange(Composition.Of(claims)!.Epsilon, 4 * (1 - 1e-6), 4);
        Assert.Equal([LedgerEvent.BudgetSpent, LedgerEvent.BudgetSpent], ledger.Entries().Select(entry => entry.Event));
        Assert.Equal(Composition.Of(claims)!.Mu, ledger.SpentOn(context.Intake.Source).Mu, 1e-9);
        Assert.NotNull(made.Style);

        // Canaries were learned from, the target tells something of each, and neither prompts nor texts hold one.
        var canaries = context.Planting.Canaries;
        Assert.Equal(20, canaries.All.Count);
        Assert.All(context.Prompts, prompt => Assert.False(canaries.OccurIn(prompt.Text)));
        var audit = context.Planting.Audit()!.Run(new AuditContext(made.Candidate, context.Intake.Training, context.Intake.Holdout, new RecordNames(key), binding), TimeProvider.System, null, cancellation);
        Assert.Null(audit.Failure);
        Assert.Equal(CanaryAudit.AllMeasures, audit.Findings.Select(finding => finding.Measure));
        var evidence = new EvidenceFile(binding, [.. context.Spending.Proved(binding), made.Prove(binding)], [audit]);
        var facts = new CaseFacts(file.Source.Classification, context.Intake.Profile.TrainingUnits, null) { Canaries = canaries };
        var policy = file.Policy with { Require = [new GuaranteeRequirement { Where = "here", Epsilon = 8, Delta = 1e-3 }] };
        Assert.IsType<Approved>(Gate.Decide(policy, made.Candidate, evidence, facts, DateTimeOffset.UtcNow));
        Assert.Contains("Canaries were planted, and no audit looked for them.",
            Assert.IsType<Refused>(Gate.Decide(policy, made.Candidate, evidence with { Audits = [] }, facts, DateTimeOffset.UtcNow)).Reasons);

        // What usefulness and the other audits compare with is the source alone.
        Assert.Equal(context.Intake.Profile.TrainingRecords, PaidRuns.Reveal(made.Usefulness!.Training).Count);
        Assert.True(PaidRuns.Reveal(context.Planting.Learned).Records.Count > context.Intake.Profile.TrainingRecords);
    }
}
