using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;
using Pipeline.Reports;
using static Pipeline.Tests.Reports.SampleCase;

namespace Pipeline.Tests.Reports;

/// <summary>Reports of the cases a reader meets.</summary>
internal static class SampleReports
{
    public static IReadOnlyDictionary<string, Func<RunReport>> All { get; } = new Dictionary<string, Func<RunReport>>
    {
        ["approved"] = Approved,
        ["refused"] = Refused,
        ["audit failed"] = AuditFailed,
        ["bare"] = Bare,
    };

    public static RunReport Approved() => ApprovedWith("billing");

    /// <summary>The same, with a label of the caller's.</summary>
    public static RunReport ApprovedWith(string label)
    {
        var candidate = Candidate(label);
        var evidence = Evidence(candidate, [Prove(Claim, candidate)],
            Run(candidate, "exact-overlap", Copies(0, 0, against: true), Copies(0, 0, against: false)),
            Run(candidate, "ngram-overlap", Containment(.171, Against.Training), Containment(.182, Against.Holdout)),
            Run(candidate, "longest-common-substring", Longest(7)));
        var report = Report(candidate, Decide(StandardPolicy, candidate, evidence), evidence, label);
        return report with
        {
            Release = new ReleaseSummary("data.parquet", 100, [.. report.Settings.Labels.Select(name => new LabelRows(name, 25))], Digest.Of("file"), ["id", "text", "label"]),
        };
    }

    public static RunReport Refused()
    {
        var candidate = Candidate();
        var evidence = Evidence(candidate, [Prove(NoPrivacy, candidate)],
            Run(candidate, "exact-overlap", Copies(67, 1, against: true), Copies(67, 1, against: false)),
            Run(candidate, "ngram-overlap", Containment(.96, Against.Training), Containment(.21, Against.Holdout)));
        var policy = StandardPolicy with
        {
            Require =
            [
                .. StandardPolicy.Require,
                new FindingRequirement { Where = "policies/standard.yaml:14", Audit = "membership", Measure = "advantage over holdout", On = BoundOn.Upper, Confidence = .95, AtMost = .1 },
            ],
        };
        var report = Report(candidate, Decide(policy, candidate, evidence, Classification.Restricted), evidence, "billing");
        return report with
        {
            Source = report.Source with { Classification = Classification.Restricted },
            Ledger = new LedgerSummary(Digest.Of("entry"), double.PositiveInfinity, double.PositiveInfinity, 1e-4, 3),
            Settings = report.Settings with { Method = "copying control", Proposals = 0 },
            Matching = null,
            Refinement = null,
        };
    }

    public static RunReport AuditFailed()
    {
        var candidate = Candidate();
        var evidence = Evidence(candidate, [Prove(Claim, candidate)],
            Run(candidate, "exact-overlap", Copies(0, 0, against: true)),
            Run(candidate, "ngram-overlap", Containment(.17, Against.Training)),
            RunBroken(candidate, "pii-replay"));
        return Report(candidate, Decide(StandardPolicy, candidate, evidence), evidence, "billing");
    }

    /// <summary>Nothing that is optional: no guarantee, no audit, no ledger, no matching, no usefulness.</summary>
    public static RunReport Bare()
    {
        var candidate = Candidate();
        var evidence = Evidence(candidate, []);
        return Report(candidate, Decide(StandardPolicy with { Require = [] }, candidate, evidence), evidence, "billing") with
        {
            Ledger = null, Matching = null, Refinement = null, Usefulness = null, Stages = [], Cost = null,
        };
    }

    private static RunReport Report(Candidate candidate, Decision decision, EvidenceFile evidence, string label) => new()
    {
        Pipeline = "tickets",
        Run = "2026-11-23T03-00-00Z",
        Started = Now,
        Duration = TimeSpan.FromSeconds(252.25),
        ProductVersion = "0.1.0",
        Machine = "2 cores, AVX-512 and AMX bf16",
        Source = new SourceSummary
        {
            FileName = "/home/someone/clients/tickets.parquet",
            Format = "parquet",
            Digest = Source,
            Classification = Classification.Confidential,
            Unit = "customer",
            Records = 1200,
            Units = 853,
            EmptyTexts = 0,
            DuplicateTexts = 14,
            TrainingRecords = 899,
            TrainingUnits = 640,
            HoldoutRecords = 301,
            HoldoutUnits = 213,
            Labels = [new(label, 230, 78), new("technical", 241, 80), new("delivery", 219, 71), new("account", 209, 72)],
            Lengths = new LengthQuantiles(31, 118, 176, 254, 912),
        },
        Settings = new RunSettings
        {
            Template = "{text} This ticket is about",
            Labels = [label, "technical", "delivery", "account"],
            Model = "smollm2-135m-instruct-q4_1.gguf",
            ModelDigest = Digest.Of("model"),
            Method = "match",
            Texts = candidate.Rows.Count,
            Proposals = 4000,
            Seed = 1,
            Policy = "standard",
            PolicyDigest = Digest.Of("policy"),
            Suite = "standard",
            SuiteDigest = Digest.Of("suite"),
        },
        Ledger = new LedgerSummary(Digest.Of("entry"), 1.418, 6.13, 1e-4, 2),
        Decision = decision,
        Evidence = evidence,
        Matching = new MatchingSummary
        {
            Features = "the mean hidden state of the text",
            Classes =
            [
                Class(label, 1000, 512, 128, .61, .21, .184), Class("technical", 1000, 634, 158, .55, .173, .151),
                Class("delivery", 1000, 588, 147, .58, .19, .166), Class("account", 1000, 471, 118, .66, .248, .219),
            ],
            CosineAtStart = .934,
            CosineAlongPath = [.93, .91, .88, .86, .83, .81, .78, .76, .74, .71, .7, .68, .66, .65, .63, .62, .61, .6, .58, .57, .57, .56, .55, .55, .54, .54, .53, .53, .52, .52],
            Certificate = new CertificateSummary(41.7, 9.83, 4.242, 3.05, Vacuous: true),
        },
        Refinement = new RefinementSummary(
        [
            Refined(label, .184, .121, new StopCheck(Stopped: true, .001, 400, 0, -.0004, 0)),
            Refined("technical", .151, .098, new StopCheck(Stopped: false, .001, 392, 7, .031, 1)),
        ]),
        Usefulness = new UsefulnessSummary
        {
            Head = "logistic regression on 32 public directions of SmolLM2-135M",
            Rows =
            [
                new("all private texts", 899, .764, .712, .811, 1), new("100 private texts", 100, .674, .618, .727, 10),
                new("100 zero-shot texts", 100, .538, .48, .595, 10), new("this release", 100, .679, .623, .731, 1, IsCandidate: true),
            ],
            Chance = .25,
            Majority = .266,
            HoldoutRecords = 301,
            Judge = new JudgeSummary
            {
                Judge = "logistic regression on embeddings of all-MiniLM-L6-v2",
                Rows =
                [
                    new("all private texts", 899, .884, .843, .917, 1), new("100 private texts", 100, .873, .842, .904, 10),
                    new("100 zero-shot texts", 100, .682, .627, .737, 10), new("this release", 100, .86, .816, .897, 1, IsCandidate: true),
                ],
                Curve =
                [
                    new("candidate", 20, .71, .65, .77), new("candidate", 50, .82, .77, .87), new("candidate", 100, .86, .816, .897),
                    new("private", 20, .74, .68, .8), new("private", 50, .84, .8, .88), new("private", 100, .873, .842, .904), new("private", 200, .879, .84, .918),
                    new("zero-shot", 20, .52, .45, .59), new("zero-shot", 50, .61, .55, .67), new("zero-shot", 100, .682, .627, .737), new("zero-shot", 200, .7, .64, .76),
                ],
                Variety =
                [
                    new("Label fidelity", "texts whose label the judge agrees with", true, .91, null, .62), new("Coverage", "private holdout texts that the set reaches", true, .48, .81, .31),
                    new("Spread", "mean of 1 - cosine over all pairs of texts", false, .71, .78, .69), new("Self-BLEU", "how much the texts repeat each other", false, .32, .21, .41),
                ],
            },
        },
        Stages =
        [
            new("read the source", .42, "1,200 records"), new("write proposals", 171.3, "1,010 tokens a second"), new("features", 38.2, "128 texts a second"),
            new("mechanism", 1.9, "31 noisy releases"), new("match", 6.1, "4 labels"), new("audits", 3.4, ""), new("usefulness", 21.7, "22 heads"),
        ],
        PeakMemoryMegabytes = 2312.4,
        Cost = new RunCost
        {
            Stages = [new("write proposals", 171.3, 173040, 9600), new("features", 38.2, 0, 48210)],
            Seconds = 252.25,
            ProcessorSeconds = 486.5,
            WattsPerCore = 10,
            PricePerHour = .1,
            Currency = "USD",
            Texts = 100,
            PeakMemoryMegabytes = 2312.4,
        },
    };

    private static ClassMatching Class(string label, int proposals, int agreeing, int kept, double random, double greedy, double swaps) => new()
    {
        Label = label,
        Proposals = proposals,
        Agreeing = agreeing,
        Kept = kept,
        Chosen = 25,
        ResidualOfRandom = random,
        ResidualAfterGreedy = greedy,
        ResidualAfterSwaps = swaps,
    };

    private static ClassRefinement Refined(string label, double before, double after, StopCheck check) => new()
    {
        Label = label,
        Texts = 25,
        ResidualBefore = before,
        ResidualAfter = after,
        PerplexityBefore = 21.4,
        PerplexityAfter = 19.8,
        Rounds = [new(.15, 3.19, 19, 61.2, 2.1), new(after, 3.11, check.Stopped ? 0 : 4, 12.5, check.Stopped ? 0 : .7)],
        Check = check,
    };
}
