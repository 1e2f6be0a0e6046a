using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Reports;

/// <summary>A mechanism, audits and a ledger made for the reports' tests; the gate that judges them is the real one.</summary>
internal static class SampleCase
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);
    public static readonly Digest Source = Digest.Of("source");
    public static readonly Digest Settings = Digest.Of("settings");

    public static PrivacyClaim Claim { get; } = new()
    {
        Mechanism = "noisy gradient path",
        Epsilon = 4,
        Delta = 1e-4,
        Unit = "customer",
        RecordsPerUnit = 1,
        Neighbours = Neighbours.AddOrRemoveOneUnit,
        Noise = NoiseOrigin.OperatingSystem,
        Sigmas = [2.23, .. Enumerable.Repeat(6.11, 30)],
        Mu = 1.0026,
        Assumptions = ["The feature map was made from public texts alone.", "The machine’s random generator cannot be predicted."],
        NotCovered = ["That a decision to release was taken.", "The exact counts in the internal parts of this report."],
    };

    public static PrivacyClaim NoPrivacy { get; } = Claim with
    {
        Mechanism = "copying control",
        Epsilon = double.PositiveInfinity,
        Delta = 1,
        Noise = NoiseOrigin.None,
        Sigmas = [],
        Mu = double.PositiveInfinity,
        Assumptions = [],
        NotCovered = ["Everything: texts are copied."],
    };

    public static Policy StandardPolicy { get; } = new()
    {
        Name = "standard",
        For = new HashSet<Classification> { Classification.Internal, Classification.Confidential },
        Digest = Digest.Of("policy"),
        Require =
        [
            new GuaranteeRequirement { Where = "policies/standard.yaml:4", Epsilon = 8, Delta = null },
            new FindingRequirement { Where = "policies/standard.yaml:7", Audit = "exact-overlap", Measure = "copied records", On = BoundOn.Upper, Confidence = .95, AtMost = .05 },
            new FindingRequirement { Where = "policies/standard.yaml:10", Audit = "ngram-overlap", Measure = "worst containment", On = BoundOn.Value, AtMost = .3 },
        ],
    };

    public static Candidate Candidate(string label = "billing") => new(
    [
        .. Enumerable.Range(0, 100).Select(index => new LabelledText(
            $"s-{index + 1:000}", new[] { label, "technical", "delivery", "account" }[index % 4],
            $"I was charged twice for order {index + 1} & nobody answered. Please correct the invoice.")),
    ]);

    public static Measurement Copies(int training, int holdout, bool against) => new()
    {
        Measure = "copied records",
        Against = against ? Against.Training : Against.Holdout,
        Statistic = new Proportion(against ? training : holdout, 100),
        Meaning = "Synthetic texts that equal a private text once spacing and letter case are ignored.",
        Unit = MeasureUnit.Share,
        Instances = [.. Enumerable.Range(0, against ? training : holdout).Take(5).Select(index => new Instance($"s-{index + 1:000}", $"9f86d081884c7d{index:x2}", $"{24 + index} words, all of them"))],
    };

    public static Measurement Containment(double worst, Against against) => new()
    {
        Measure = "worst containment",
        Against = against,
        Statistic = new Census(worst, 100),
        Meaning = "The largest share of a synthetic text’s five-word sequences that one private text also holds.",
        Unit = MeasureUnit.Share,
        Instances = worst > .3 ? [new Instance("s-007", "9f86d081884c7d99", "14 words from word 3")] : [],
    };

    public static Measurement Longest(int words) => new()
    {
        Measure = "longest shared run",
        Against = Against.Training,
        Statistic = new Census(words, 100),
        Meaning = "The longest run of words that a synthetic text shares with a private one.",
        Unit = MeasureUnit.Words,
    };

    public static AuditOutcome Run(Candidate candidate, string name, params Measurement[] measurements) =>
        Run(new FixedAudit(name, measurements), candidate);

    public static AuditOutcome RunBroken(Candidate candidate, string name) => Run(new BrokenAudit(name), candidate);

    public static Guarantee Prove(PrivacyClaim claim, Candidate candidate)
    {
        var receipt = new Ledger(new InMemoryLedger(), new FixedClock()).Spend("run", Source, claim);
        return Guarantee.From(new FixedMechanism(claim).Run(receipt, CancellationToken.None), new Binding(candidate.Digest, Source, Settings));
    }

    public static EvidenceFile Evidence(Candidate candidate, IReadOnlyList<Guarantee> guarantees, params AuditOutcome[] audits) =>
        new(new Binding(candidate.Digest, Source, Settings), guarantees, audits);

    public static Decision Decide(Policy policy, Candidate candidate, EvidenceFile evidence, Classification classification = Classification.Confidential) =>
        Gate.Decide(policy, candidate, evidence, new CaseFacts(classification, 640, null), Now);

    private static AuditOutcome Run(Audit audit, Candidate candidate)
    {
        var none = Private.Seal(new Corpus([]));
        var context = new AuditContext(candidate, none, none, new RecordNames(new byte[16]), new Binding(candidate.Digest, Source, Settings));
        return audit.Run(context, new FixedClock(), null, CancellationToken.None);
    }

    private sealed class FixedAudit(string name, Measurement[] measurements) : Audit
    {
        public override string Name => name;

        public override IReadOnlyList<string> Measures => [.. measurements.Select(measurement => measurement.Measure)];

        protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation) => measurements;
    }

    private sealed class BrokenAudit(string name) : Audit
    {
        public override string Name => name;

        public override IReadOnlyList<string> Measures => ["replayed values"];

        protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
            throw new InvalidDataException("a private text that must not be repeated");
    }

    private sealed class FixedMechanism(PrivacyClaim claim) : Mechanism<string>
    {
        public override string Name => claim.Mechanism;

        public override PrivacyClaim Claim => claim;

        protected override string Release(CancellationToken cancellation) => "released";
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class InMemoryLedger : ILedgerStore
    {
        private readonly List<LedgerEntry> entries = [];

        public LedgerEntry Append(Func<LedgerEntry?, LedgerEntry> next)
        {
            entries.Add(next(entries.LastOrDefault()));
            return entries[^1];
        }

        public IEnumerable<(LedgerEntry Entry, Digest Stored)> Read() => entries.Select(entry => (entry, entry.Hash));
    }
}
