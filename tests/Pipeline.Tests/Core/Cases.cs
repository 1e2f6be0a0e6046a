using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Core;

/// <summary>Small, honest cases for the gate: a candidate, a policy, and evidence made the only way it can be made.</summary>
internal static class Cases
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static readonly Digest Source = Digest.Of("source");

    public static readonly Digest Settings = Digest.Of("settings");

    public static Candidate Candidate(int rows = 100, string salt = "") =>
        new([.. Enumerable.Range(1, rows).Select(i => new LabelledText($"s-{i:D3}", i % 2 == 0 ? "a" : "b", $"text {i}{salt}"))]);

    public static Binding BindingOf(Candidate candidate) => new(candidate.Digest, Source, Settings);

    public static PrivacyClaim Claim(double epsilon = 4, double delta = 1e-4, NoiseOrigin noise = NoiseOrigin.OperatingSystem) => new()
    {
        Mechanism = "test",
        Epsilon = epsilon,
        Delta = delta,
        Unit = "customer",
        RecordsPerUnit = 1,
        Neighbours = Neighbours.AddOrRemoveOneUnit,
        Noise = noise,
        Sigmas = [1],
        Mu = 1,
        Assumptions = [],
        NotCovered = [],
    };

    public static Noisy<string> Noisy(PrivacyClaim claim) =>
        new Releasing(claim).Run(new Ledger(new MemoryLedger(), new FixedClock(Now)).Spend("run", Source, claim), CancellationToken.None);

    public static AuditOutcome Audited(Candidate candidate, params Measurement[] measurements) =>
        Audited(BindingOf(candidate), Now, measurements);

    public static AuditOutcome Audited(Binding binding, DateTimeOffset at, params Measurement[] measurements) =>
        new Reporting(() => measurements).Run(Context(binding), new FixedClock(at), null, CancellationToken.None);

    public static AuditContext Context(Binding binding) =>
        new(Candidate(), Private.Seal(new Corpus([])), Private.Seal(new Corpus([])), new RecordNames(new byte[16]), binding);

    public static Measurement Copied(int k, int n) => Measured("copied", new Proportion(k, n), MeasureUnit.Share);

    public static Measurement Measured(string measure, Statistic statistic, MeasureUnit unit = MeasureUnit.Number, double? noLeak = 0) =>
        new() { Measure = measure, Against = Against.Training, Statistic = statistic, Meaning = "A test.", Unit = unit, NoLeak = noLeak };

    public static EvidenceFile Evidence(Candidate candidate, int copied = 0, PrivacyClaim? claim = null) =>
        new(BindingOf(candidate), [Guarantee.From(Noisy(claim ?? Claim()), BindingOf(candidate))],
            [Audited(candidate, Copied(copied, candidate.Rows.Count), Measured("worst", new Census(.2, candidate.Rows.Count)))]);

    public static Policy Policy(params Requirement[] require) => new()
    {
        Name = "test",
        For = new HashSet<Classification> { Classification.Confidential },
        Require = require,
        Digest = Digest.Of("policy"),
    };

    public static GuaranteeRequirement Private8 => new() { Where = "policy, line 1", Epsilon = 8, Delta = null };

    public static FindingRequirement CopiedAtMost(double most) => new()
    {
        Where = "policy, line 2", Audit = "reporting", Measure = "copied", On = BoundOn.Upper, Confidence = .95, AtMost = most,
    };

    public static FindingRequirement WorstAtMost(double most) => new()
    {
        Where = "policy, line 3", Audit = "reporting", Measure = "worst", On = BoundOn.Value, AtMost = most,
    };

    public static CaseFacts Facts(SourceSpending? spent = null) => new(Classification.Confidential, 500, spent);

    internal sealed class Releasing(PrivacyClaim claim) : Mechanism<string>
    {
        public override string Name => "test";

        public override PrivacyClaim Claim => claim;

        protected override string Release(CancellationToken cancellation) => "noisy";
    }

    internal sealed class Reporting(Func<IEnumerable<Measurement>> measure) : Audit
    {
        public override string Name => "reporting";

        public override IReadOnlyList<string> Measures => ["copied", "worst"];

        protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation) => measure();
    }
}

/// <summary>A ledger in memory.</summary>
internal sealed class MemoryLedger : ILedgerStore
{
    public List<(LedgerEntry Entry, Digest Stored)> Rows { get; } = [];

    public LedgerEntry Append(Func<LedgerEntry?, LedgerEntry> next)
    {
        var entry = next(Rows.Count == 0 ? null : Rows[^1].Entry);
        Rows.Add((entry, entry.Hash));
        return entry;
    }

    public IEnumerable<(LedgerEntry Entry, Digest Stored)> Read() => Rows;
}

/// <summary>A clock that stands.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
