using System.Text;
using System.Text.Json;
using Pipeline.Attestation.Signing;
using Pipeline.Attestation.Verifying;
using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;
using Pipeline.Core.Releases.Protocol;
using Pipeline.Data.Ledgers;
using Pipeline.Data.Releases;
using Pipeline.Data.Runs;
using Pipeline.Tests.Core;
using Pipeline.Tests.Data;

namespace Pipeline.Tests.Attestation;

/// <summary>A run without source and model, on the real disk, ledger and gate, signed: what verification is tried on.</summary>
internal sealed class SignedRun : IDisposable
{
    private const string Product = "1.0-test";

    private readonly TemporaryFolder folder = new(inMemory: true);

    public SignedRun() => Key = SigningKey.New(out _);

    public SigningKey Key { get; }

    public string LedgerFile => folder.PathOf("ledger.db");

    public Ledger Ledger => new(new SqliteLedgerStore(LedgerFile), new FixedClock(Cases.Now));

    public static Policy Policy(bool approves) => Cases.Policy(Cases.Private8, new GuaranteeRequirement { Where = "policy, line 9", Epsilon = 24, Delta = null, Cumulative = true }, Cases.CopiedAtMost(approves ? .5 : .0001), Cases.WorstAtMost(.3));

    /// <summary>Where a run is.</summary>
    public string FolderOf(string run) => Path.Combine(folder.PathOf("out"), run);

    /// <summary>Makes a run and returns its bundle.</summary>
    public byte[] Run(string name, bool approves = true)
    {
        var candidate = Cases.Candidate();
        var policy = Policy(approves);
        // Another source's entry before, so that the chain holds links that are nobody's business.
        Ledger.Spend("another " + name, Digest.Of("another source"), Cases.Claim());
        using var run = ReleaseRun.Begin(Disk.Real, Ledger, folder.PathOf("out"), name);
        run.Register(Cases.Source, policy.Digest, Cases.Settings, 0);
        var claim = Cases.Claim();
        var noisy = new Cases.Releasing(claim).Run(Ledger.Spend(name, Cases.Source, claim), CancellationToken.None);
        var binding = Cases.BindingOf(candidate);
        var evidence = new EvidenceFile(binding, [Guarantee.From(noisy, binding)], [Cases.Audited(candidate, Cases.Copied(0, 100), Cases.Measured("worst", new Census(.2, 100)))]);
        var budget = Ledger.Budget(Cases.Source);
        var facts = Cases.Facts(new SourceSpending(budget.Mu, budget.Runs, budget.EpsilonAt));
        var decision = Gate.Decide(policy, candidate, evidence, facts, Cases.Now);
        Assert.Equal(approves, decision is Approved);
        var given = new GivenDecision
        {
            Approves = decision is Approved,
            Reasons = decision is Refused refused ? refused.Reasons : [],
            Verdicts = [.. decision.Verdicts.Select(verdict => new GivenVerdict(verdict.Requirement.Words, verdict.Outcome))],
            At = Cases.Now,
            Classification = facts.Classification,
            Units = facts.Units,
            Texts = candidate.Rows.Count,
        };
        run.Decide(new Ruling(decision is Approved, candidate.Digest, evidence.Digest(), policy.Digest, null, ReleaseStatement.CaseOf("tickets", Product, policy.Name, given)));
        if (decision is Approved { Release: var release }) run.Intend(run.WriteData((disk, path) => ParquetSink.Write(release, new Dictionary<string, string>(), path, CancellationToken.None, disk)));
        run.Write("plan.json", Plan(binding, policy, given));
        run.Write("report.json", Report(name, binding, policy, given, evidence.Digest()));
        run.Write("report.html", "<html></html>");
        var statement = new ReleaseStatement
        {
            Run = name,
            Pipeline = "tickets",
            Product = Product,
            Subjects = [new Subject(Subject.Candidate, candidate.Digest), .. run.Files().Select(file => new Subject(file.Name, file.Digest))],
            Binding = binding,
            PolicyName = policy.Name,
            Policy = policy.Digest,
            Decision = given,
            Evidence = EvidenceRecord.Write(evidence),
            Ledger = LedgerExtract.Of(Ledger.Entries(), Cases.Source),
        };
        var bundle = Envelope.Sign(statement.Write(), Key).Write();
        run.WriteBundle(Encoding.UTF8.GetString(bundle));
        run.Publish();
        return bundle;
    }

    /// <summary>Everything a verifier can have at hand.</summary>
    public VerificationInputs Inputs(byte[] bundle, string run = "run-1", bool approves = true) => new()
    {
        Bundle = bundle,
        Where = "bundle",
        Keys = [new TrustedKey(Key.Public)],
        PolicyOf = (_, _) => Policy(approves),
        FileOf = name => File.Exists(Path.Combine(FolderOf(run), name)) ? Digest.OfFile(Path.Combine(FolderOf(run), name)) : null,
        Rows = () => File.Exists(Path.Combine(FolderOf(run), RunFiles.Data)) ? ParquetSink.DigestOfRows(Path.Combine(FolderOf(run), RunFiles.Data), CancellationToken.None) : null,
        ContentOf = name => File.Exists(Path.Combine(FolderOf(run), name)) ? File.ReadAllBytes(Path.Combine(FolderOf(run), name)) : null,
        Source = Cases.Source,
        Ledger = Ledger.Entries,
    };

    /// <summary>The parts of a plan that are compared; the tests of whole runs compare real ones.</summary>
    private static string Plan(Binding binding, Policy policy, GivenDecision given) => JsonSerializer.Serialize(new
    {
        schema = "pipeline-plan/1",
        name = "tickets",
        source = new { digest = binding.Source.ToString(), classification = given.Classification.ToString().ToLowerInvariant() },
        policy = new { name = policy.Name, digest = policy.Digest.ToString() },
        release = new { purpose = given.Purpose, recipient = given.Recipient },
        settings = binding.Settings.ToString(),
        candidate = binding.Candidate.ToString(),
    });

    private static string Report(string run, Binding binding, Policy policy, GivenDecision given, Digest evidence) => JsonSerializer.Serialize(new
    {
        schema = "pipeline-report/1",
        pipeline = "tickets",
        run,
        productVersion = Product,
        decision = new { outcome = given.Approves ? "approved" : "refused", reasons = given.Reasons, verdicts = given.Verdicts.Select(verdict => new { requirement = new { words = verdict.Words }, outcome = verdict.Outcome.ToString().ToLowerInvariant() }) },
        source = new { digest = binding.Source.ToString() },
        settings = new { policy = policy.Name, policyDigest = policy.Digest.ToString() },
        evidence = new { digest = evidence.ToString(), binding = new { candidate = binding.Candidate.ToString(), source = binding.Source.ToString(), settings = binding.Settings.ToString() } },
    });

    public void Dispose()
    {
        Key.Dispose();
        folder.Dispose();
    }
}
