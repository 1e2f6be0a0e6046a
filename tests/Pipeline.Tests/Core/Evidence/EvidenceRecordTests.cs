using System.Reflection;
using System.Text.Json.Nodes;
using Pipeline.Core;
using Pipeline.Core.Canonical;
using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;
using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;
using Pipeline.Core.Privacy.Accounting;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Core.Evidence;

public sealed class EvidenceRecordTests
{
    private static readonly Candidate Rows = Cases.Candidate();

    /// <summary>One of every kind of statistic there is, with numbers that are not round.</summary>
    private static readonly Statistic[] Everything =
    [
        new Proportion(3, 97), new Census(.1 + .2, 11), new Average(1.0 / 3, 1e-17, 40), new AreaUnderCurve(.5123, .0123, 40, 41), new Advantage(new AreaUnderCurve(.6, .01, 12, 13)),
        new Greatest([new Proportion(0, 5), new Census(double.Epsilon, 2)]), new Residual(5, 20, 1, 21), new Excess(new Proportion(2, 50), new Proportion(1, 49)),
        new GaussianAttackBound("path", 1e-5, new AttackCounts(2, new ConfusionTable(30, 3, 27, 4))), new TableAttackBound("path", 1e-5, new AttackCounts(1, new ConfusionTable(30, 3, 27, 4))),
        new OneRunBound(50, [new OneRunGuesses(20, 15), new OneRunGuesses(50, 26)], 1e-5),
    ];

    private static EvidenceFile Evidence(params Statistic[] statistics) => new(
        Cases.BindingOf(Rows), [Guarantee.From(Cases.Noisy(Rich), Cases.BindingOf(Rows))],
        [
            Cases.Audited(Rows, [.. statistics.Select((statistic, i) => Cases.Measured(i % 2 == 0 ? "copied" : "worst", statistic) with { NoLeak = i == 0 ? null : .5, Instances = [new Instance("s-001", "ab12", "14 words from word 3")] })]),
            new Failing().Run(Cases.Context(Cases.BindingOf(Rows)), new FixedClock(Cases.Now), null, CancellationToken.None),
        ]);

    private static PrivacyClaim Rich => Cases.Claim() with
    {
        Epsilon = 1.0 / 3, Mu = double.PositiveInfinity, Slack = 1e-12, Sigmas = [1.5, 2.25], Assumptions = ["a", "b \"quoted\""], NotCovered = ["c"],
        Steps = [new PrivacyStep(new LaplaceLoss(1.5), 2), new PrivacyStep(new GaussianLoss(.7))],
    };

    [Fact]
    public void Every_statistic_is_tried_here()
    {
        var all = typeof(Statistic).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Statistic)) && !type.IsAbstract);
        Assert.Equal(all.Select(type => type.Name).Order(), Everything.Select(one => one.GetType().Name).Order());
    }

    [Fact]
    public void Evidence_returns_without_loss_and_is_judged_the_same()
    {
        foreach (var statistic in Everything)
        {
            var evidence = Evidence(statistic);
            var bytes = CanonicalJson.Write(EvidenceRecord.Write(evidence));
            var read = EvidenceRecord.Read(CanonicalJson.Read(bytes, "test"), "test");
            Assert.Equal(evidence.Digest(), read.Digest);
            Assert.Equal(evidence.Binding, read.Binding);
            var policy = Cases.Policy(Cases.Private8, Cases.CopiedAtMost(.2), Cases.WorstAtMost(.3));
            var proposed = new Proposed(Rows.Digest, Rows.Rows.Count);
            var (one, other) = (Evaluation.Of(policy, proposed, EvidenceSummary.Of(evidence), Cases.Facts(), Cases.Now), read.Evaluate(policy, proposed, Cases.Facts(), Cases.Now));
            Assert.Equal(one.Verdicts, other.Verdicts);
            Assert.Equal(one.Reasons, other.Reasons);
            Assert.Contains(other.Reasons, reason => reason.Contains("could not finish", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_statistic_gives_the_same_bounds_again()
    {
        foreach (var statistic in Everything)
        {
            // Written, read by the record, and written again inside Read: what differed would be refused there. Bounds are compared here.
            var once = Evidence(statistic);
            var read = EvidenceRecord.Read(EvidenceRecord.Write(once), "test");
            var judged = read.Evaluate(Cases.Policy(Cases.CopiedAtMost(.5)), new Proposed(Rows.Digest, 100), Cases.Facts(), Cases.Now).Verdicts[0];
            var direct = Evaluation.Of(Cases.Policy(Cases.CopiedAtMost(.5)), new Proposed(Rows.Digest, 100), EvidenceSummary.Of(once), Cases.Facts(), Cases.Now).Verdicts[0];
            Assert.Equal(direct.Observed, judged.Observed);
        }
    }

    [Fact]
    public void The_digest_covers_every_leaf()
    {
        var evidence = EvidenceRecord.Write(Evidence(Everything[0], Everything[1]));
        var original = EvidenceRecord.Read(evidence, "test").Digest;
        var leaves = Leaves(evidence).Count();
        Assert.True(leaves > 60, $"{leaves} leaves are too few to be all evidence.");
        for (var i = 0; i < leaves; i++)
        {
            var changed = evidence.DeepClone();
            Alter(Leaves(changed).ElementAt(i));
            try
            {
                Assert.NotEqual(original, EvidenceRecord.Read(changed, "test").Digest);
            }
            catch (BadInputException)
            {
                // Not evidence any more, which is as good.
            }
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"audits\":[],\"binding\":{},\"guarantees\":[],\"schema\":\"pipeline-evidence/1\"}")]
    [InlineData("{\"audits\":null,\"binding\":null,\"guarantees\":null,\"schema\":\"pipeline-evidence/2\"}")]
    public void Refuses_what_is_no_evidence(string json) => Assert.Throws<BadInputException>(() => EvidenceRecord.Read(JsonNode.Parse(json), "test"));

    [Fact]
    public void Refuses_what_would_be_lost()
    {
        var evidence = EvidenceRecord.Write(Evidence(Everything[0]));
        evidence["more"] = 1;
        Assert.Throws<BadInputException>(() => EvidenceRecord.Read(evidence, "test"));
        var impossible = EvidenceRecord.Write(Evidence(Everything[0])).ToJsonString().Replace("\"k\":3", "\"k\":300", StringComparison.Ordinal);
        Assert.Throws<BadInputException>(() => EvidenceRecord.Read(JsonNode.Parse(impossible), "test"));
    }

    /// <summary>Laws 2 to 4: what is read for verification is no door to evidence, claims or releases.</summary>
    [Fact]
    public void Hands_out_nothing_that_could_become_evidence_again()
    {
        Type[] doors = [typeof(EvidenceFile), typeof(Guarantee), typeof(Finding), typeof(AuditOutcome), typeof(PrivacyClaim), typeof(EvidenceSummary), typeof(Release), typeof(Decision), typeof(Approved), typeof(DisjointPart)];
        var members = typeof(EvidenceRecord).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly);
        var handed = members.Select(member => member switch { MethodInfo method => method.ReturnType, PropertyInfo property => property.PropertyType, _ => null }).OfType<Type>()
            .SelectMany(type => type.IsGenericType ? type.GetGenericArguments().Append(type) : [type]).ToList();
        Assert.Empty(handed.Intersect(doors));
        Assert.Empty(typeof(EvidenceRecord).GetConstructors());
    }

    internal static IEnumerable<JsonValue> Leaves(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Leaves(member.Value)),
        JsonArray items => items.SelectMany(Leaves),
        JsonValue value => [value],
        _ => [],
    };

    internal static void Alter(JsonValue leaf) => leaf.ReplaceWith<JsonNode>(leaf.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.String when leaf.GetValue<string>() is { Length: > 0 } text => JsonValue.Create(text[..^1] + (char)(text[^1] ^ 1)),
        System.Text.Json.JsonValueKind.String => JsonValue.Create("x"),
        System.Text.Json.JsonValueKind.Number => Altered(double.Parse(leaf.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)),
        System.Text.Json.JsonValueKind.True => JsonValue.Create(false),
        _ => JsonValue.Create(true),
    });

    private static JsonValue Altered(double number) => JsonValue.Create(number == 0 ? 1 : double.IsInteger(number) ? number + 1 : number * 1.5);

    private sealed class Failing : Audit
    {
        public override string Name => "failing";

        public override IReadOnlyList<string> Measures => ["none"];

        protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation) => throw new InvalidOperationException();
    }
}
