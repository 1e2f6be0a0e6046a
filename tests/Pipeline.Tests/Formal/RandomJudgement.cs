using Pipeline.Core;
using Pipeline.Core.Canaries;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Formal.Policies;

namespace Pipeline.Tests.Formal;

/// <summary>
/// A policy, and evidence made the only way it can be made, drawn so that values often meet bounds and every way to be unusable
/// occurs. Compiled into the benchmarks too.
/// </summary>
internal sealed class RandomJudgement
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Purposes = ["research", "training"];
    private static readonly (string Audit, string Measure)[] Names = [("exact-overlap", "copied records"), ("ngram-overlap", "worst containment"), ("membership", "advantage")];
    private static readonly double[] Epsilons = [.5, 1, 2, 4, 8], Deltas = [0, 1e-5, 1e-3, 1 / 500.0, .1], Bounds = [0, .01, .03, .05, .2, .5, 1], Confidences = [.9, .95, .95, .95, .99];
    private static readonly Candidate Candidate = new([new LabelledText("s-1", "a", "text")]), Empty = new([]);
    private static readonly Digest Source = Digest.Of("source"), Settings = Digest.Of("settings");

    public static AuditFacts Facts { get; } = new((_, _) => new MeasureFacts(null, Better.Less), new HashSet<string> { "exact-overlap", "ngram-overlap" });

    /// <summary>Planted, and no audit drawn here looks for it.</summary>
    private static readonly PlantedCanaries Forgotten = new([new Canary("canary", "a", "text", Canary.Words([1, 2, 3, 4]))]);

    private readonly Random luck;

    public RandomJudgement(int seed)
    {
        luck = new Random(seed);
        Policy = DrawPolicy();
    }

    public Policy Policy { get; }

    /// <summary>The policy with one requirement tightened, loosened, left out, doubled or put in, or as it is.</summary>
    public Policy Variant()
    {
        if (Policy.Require.Count == 0 || Rarely(6)) return Policy with { Require = [.. Policy.Require.Reverse()] };
        var place = luck.Next(Policy.Require.Count);
        Requirement Moved(Requirement required, double by) => required switch
        {
            GuaranteeRequirement guarantee => guarantee with { Epsilon = guarantee.Epsilon * by },
            FindingRequirement finding => finding with { AtMost = finding.AtMost * by, AtLeast = finding.AtLeast * by },
            _ => required,
        };
        return luck.Next(4) switch
        {
            0 => Policy with { Require = [.. Policy.Require, Requirement(9)] },
            1 => Policy with { Require = [.. Policy.Require.Where((_, i) => i != place)] },
            var way => Policy with { Require = [.. Policy.Require.Select((required, i) => i == place ? Moved(required, way == 2 ? .5 : 1.5) : required)] },
        };
    }

    /// <summary>Evidence and a case; each call draws others.</summary>
    public (Candidate Candidate, EvidenceFile Evidence, CaseFacts Facts) Draw()
    {
        var candidate = Rarely(20) ? Empty : Candidate;
        var binding = new Binding(Rarely(25) ? Digest.Of("other") : candidate.Digest, Source, Settings);
        var foreign = binding with { Settings = Digest.Of("other settings") };
        var guarantees = Enumerable.Range(0, Pick(1, 1, 1, 1, 0, 2)).Select(_ => Guarantee.From(Noisy(Claim()), Rarely(20) ? foreign : binding)).ToList();
        var audits = Names.SelectMany(name => Enumerable.Range(0, Rarely(15) ? 0 : Rarely(20) ? 2 : 1).Select(_ => Audit(name.Audit, name.Measure, Rarely(25) ? foreign : binding))).ToList();
        if (Rarely(25)) audits.Add(new Failing().Run(Context(binding), new Clock(Now), null, CancellationToken.None));
        return (candidate, new EvidenceFile(binding, guarantees, audits), Case());
    }

    private Policy DrawPolicy()
    {
        var require = Enumerable.Range(0, Rarely(30) ? 0 : luck.Next(1, 6)).Select(Requirement).ToList();
        return new Policy
        {
            Name = "random",
            For = Rarely(10) ? new HashSet<Classification> { Classification.Public } : [.. Enum.GetValues<Classification>()],
            Purposes = Rarely(5) ? new HashSet<string> { "research" } : null,
            Require = require,
            Exceptions = [.. require.Where(_ => Rarely(3)).SelectMany(required => Enumerable.Range(0, Rarely(6) ? 2 : 1).Select(_ => Relaxed(required)))],
            EvidenceMaximumAge = TimeSpan.FromHours(Pick(12, 24)),
            Digest = Source,
        };
    }

    private Requirement Requirement(int place)
    {
        var (name, scope) = ($"r{place}", Rarely(4) ? DrawScope() : Scope.Everything);
        if (Rarely(3)) return new GuaranteeRequirement { Where = name, Name = name, For = scope, Epsilon = Pick(Epsilons), Delta = Rarely(2) ? null : Pick(Deltas), Cumulative = Rarely(3) };
        var (audit, measure) = Pick(Names);
        var on = Pick(BoundOn.Upper, BoundOn.Upper, BoundOn.Upper, BoundOn.Value, BoundOn.Lower);
        return new FindingRequirement
        {
            Where = name,
            Name = name,
            For = scope,
            Audit = audit,
            Measure = measure,
            On = on,
            Confidence = on == BoundOn.Value ? 1 : Pick(Confidences),
            AtMost = on == BoundOn.Lower || Rarely(15) ? null : Pick(Bounds),
            AtLeast = on == BoundOn.Upper || Rarely(3) ? null : Pick(0, 0, .01, .5),
            Power = Rarely(8) ? Pick(.5, .8) : null,
        };
    }

    private Relaxation Relaxed(Requirement required) => new()
    {
        Relaxes = required.Name!,
        Allows = required switch
        {
            GuaranteeRequirement guarantee => guarantee with { Epsilon = 8, Delta = .1 },
            FindingRequirement finding => finding with { AtMost = finding.AtMost is null ? null : Pick(Bounds), Confidence = finding.On == BoundOn.Value ? 1 : Pick(Confidences) },
            _ => required,
        },
        For = DrawScope(),
        Until = DateOnly.FromDateTime(Now.UtcDateTime).AddDays(luck.Next(-1, 2)),
        ApprovedBy = "nobody",
        Because = "of luck",
        Where = "here",
    };

    private Scope DrawScope() => new()
    {
        Classifications = Rarely(2) ? new HashSet<Classification> { (Classification)luck.Next(4), (Classification)luck.Next(4) } : null,
        Purposes = Rarely(2) ? new HashSet<string> { Pick(Purposes) } : null,
        Recipients = Rarely(4) ? new HashSet<string> { "lab" } : null,
    };

    private CaseFacts Case() => new((Classification)luck.Next(4), Pick(500, 500, 1000, 1, 0, 100_000), Rarely(8) ? null : Spent())
    {
        Purpose = Pick(null, "research", "training", "elsewhere"),
        Recipient = Pick(null, "lab", "elsewhere"),
        Canaries = Rarely(25) ? Forgotten : PlantedCanaries.None,
    };

    private SourceSpending Spent()
    {
        var (epsilon, broken) = (Pick(Epsilons), Rarely(15));
        return new SourceSpending(1, 1, delta => broken ? double.NaN : delta <= 0 ? double.PositiveInfinity : delta < 1e-4 ? epsilon * 2 : epsilon);
    }

    private PrivacyClaim Claim() => new()
    {
        Mechanism = "test",
        Epsilon = Rarely(20) ? Pick(double.NaN, double.PositiveInfinity) : Pick(Epsilons),
        Delta = Rarely(30) ? double.NaN : Pick(Deltas),
        Unit = Rarely(10) ? "record" : "customer",
        RecordsPerUnit = 1,
        Neighbours = Neighbours.AddOrRemoveOneUnit,
        Noise = Rarely(20) ? Pick(NoiseOrigin.Seeded, NoiseOrigin.None) : NoiseOrigin.OperatingSystem,
        Sigmas = [1],
        Mu = 1,
        Assumptions = [],
        NotCovered = [],
    };

    private Statistic Statistic()
    {
        var n = Rarely(25) ? 0 : Pick(50, 100, 144, 500);
        return luck.Next(8) switch
        {
            < 4 => new Proportion(Math.Min(n, Pick(0, 0, 0, 1, 2, 10, 500)), n),
            4 => new Census(Rarely(20) ? double.NaN : Pick(Bounds), n),
            5 => new Average(Pick(0, .02, .1), Pick(0, .01, double.NaN), n),
            6 => new Advantage(new AreaUnderCurve(Pick(.5, .52, 1), .01, Math.Max(1, n), Math.Max(1, n))),
            _ => new Greatest([new Proportion(Math.Min(n, Pick(0, 1)), n), new Proportion(0, 100)]),
        };
    }

    private AuditOutcome Audit(string audit, string measure, Binding binding) => new Fixed(audit, new Measurement
    {
        Measure = measure,
        Against = Rarely(20) ? Against.Holdout : Against.Training,
        Statistic = Statistic(),
        Meaning = "A test.",
        Unit = MeasureUnit.Number,
        NoLeak = Rarely(4) ? null : Pick(0, 0, .5),
    }).Run(Context(binding), new Clock(Now - Pick(TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromHours(12), TimeSpan.FromHours(12) + TimeSpan.FromTicks(1), TimeSpan.FromHours(24), TimeSpan.FromHours(Rarely(2) ? -1 : 30))), null, CancellationToken.None);

    private bool Rarely(int oneIn) => luck.Next(oneIn) == 0;

    private T Pick<T>(params ReadOnlySpan<T> of) => of[luck.Next(of.Length)];

    private static Noisy<string> Noisy(PrivacyClaim claim) => new Releasing(claim).Run(new Ledger(new Memory(), new Clock(Now)).Spend("run", Source, claim), CancellationToken.None);

    private static AuditContext Context(Binding binding) => new(Candidate, Private.Seal(new Corpus([])), Private.Seal(new Corpus([])), new RecordNames(new byte[16]), binding);

    private sealed class Fixed(string name, Measurement measurement) : Audit
    {
        public override string Name => name;

        public override IReadOnlyList<string> Measures => [measurement.Measure];

        protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation) => [measurement];
    }

    private sealed class Failing : Audit
    {
        public override string Name => "failing";

        public override IReadOnlyList<string> Measures => [];

        protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation) => throw new InvalidDataException();
    }

    private sealed class Releasing(PrivacyClaim claim) : Mechanism<string>
    {
        public override string Name => claim.Mechanism;

        public override PrivacyClaim Claim => claim;

        protected override string Release(CancellationToken cancellation) => "noisy";
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class Memory : ILedgerStore
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
