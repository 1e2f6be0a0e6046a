using Pipeline.Audits;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Tests.Core;

namespace Pipeline.Tests.Audits.Controls;

/// <summary>What the controls are judged by: bounds on findings alone, so that no guarantee hides what the audits see.</summary>
internal static class ControlPolicy
{
    private const double Confidence = .95;

    /// <summary>Audits without a bound here, and why.</summary>
    public static IReadOnlyDictionary<string, string> LeftOut { get; } = new Dictionary<string, string>();

    public static IReadOnlyList<FindingRequirement> Requirements { get; } =
    [
        Upper("exact-overlap", "copied records", .05),
        Upper("near-duplicates", "near duplicates", .05),
        Value("ngram-overlap", "worst containment", .30),
        Upper("ngram-overlap", "reworded copies", .05),
        Value("common-substring", "longest common words", 11),
        Upper("common-substring", "texts sharing a long run", .05),
        Value("pii-replay", "distinct replayed values", 0),
        Upper("pii-replay", "replayed values", .05),
        Upper("membership", "advantage over holdout", .35),
        Upper("membership-model", "advantage over holdout", .35),
        Upper("semantic-overlap", "paraphrases", .05),
        Upper("singling-out", "residual isolating texts", .30),
        Upper("linkability", "residual linked records", .20),
        Upper("inference", "residual inferred words", .20),
    ];

    /// <summary>The audits of the matrix, in the catalog's order.</summary>
    public static IReadOnlyList<string> Audits { get; } = [.. AuditCatalog.Names.Where(name => Requirements.Any(required => required.Audit == name))];

    /// <summary>Runs every audit on a candidate and judges all findings together.</summary>
    public static Decision Decide(ControlCase source, LabelledText[] rows)
    {
        var candidate = new Candidate(rows);
        var binding = Cases.BindingOf(candidate);
        var context = new AuditContext(candidate, Private.Seal(new Corpus(source.Training)), Private.Seal(new Corpus(source.Holdout)), AuditBench.Names, binding);
        var outcomes = Audits.Select(name => ControlInputs.Audit(name, source.Training, source.Holdout, rows)
            .Run(context, new FixedClock(Cases.Now), null, TestContext.Current.CancellationToken)).ToList();
        Assert.All(outcomes, outcome => Assert.Null(outcome.Failure));
        return Gate.Decide(Cases.Policy([.. Requirements]), candidate, new EvidenceFile(binding, [], outcomes), Cases.Facts(), Cases.Now);
    }

    private static FindingRequirement Upper(string audit, string measure, double most) =>
        new() { Where = "controls", Audit = audit, Measure = measure, On = BoundOn.Upper, Confidence = Confidence, AtMost = most };

    private static FindingRequirement Value(string audit, string measure, double most) =>
        new() { Where = "controls", Audit = audit, Measure = measure, On = BoundOn.Value, AtMost = most };
}
