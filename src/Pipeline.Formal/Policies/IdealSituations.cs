using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;

namespace Pipeline.Formal.Policies;

/// <summary>
/// The best evidence that there could be under a policy: what it asks for, measured on so many texts. Where that is approved, no solver
/// is needed to know that the policy can be met.
/// </summary>
internal sealed class IdealSituations(Policy policy, AuditFacts facts, DateTimeOffset now)
{
    private static readonly Binding Here = new(Digest.Of("an example"), Digest.Of("its source"), Digest.Of("its settings"));

    private IReadOnlyList<(Situation Situation, Evaluation Judged)>? best;

    /// <summary>The best evidence in each case on as many texts as there can be, with what the policy says of it.</summary>
    public IReadOnlyList<(Situation Situation, Evaluation Judged)> Best =>
        best ??= [.. Cases.Select(found => In(found, SampleSearch.MostItems)).Select(situation => (situation, situation.Under(policy)))];

    /// <summary>Cases that the policy is written for: each classification, with each purpose and recipient that it names anywhere.</summary>
    public IEnumerable<CaseFacts> Cases
    {
        get
        {
            var scopes = policy.Require.Select(required => required.For).Concat(policy.Exceptions.Select(exception => exception.For)).Append(policy.Scope).ToList();
            var purposes = Names(policy.Purposes, scopes.Select(scope => scope.Purposes));
            var recipients = Names(policy.Recipients, scopes.Select(scope => scope.Recipients));
            return from classification in policy.For.Order()
                   from purpose in purposes
                   from recipient in recipients
                   let found = new CaseFacts(classification, 500, new SourceSpending(0, 1, _ => 0)) { Purpose = purpose, Recipient = recipient }
                   where policy.Scope.Contains(found) == true
                   select found;
        }
    }

    /// <summary>The best evidence in a case.</summary>
    /// <param name="found">The case.</param>
    /// <param name="texts">How many texts were measured.</param>
    public Situation In(CaseFacts found, int texts)
    {
        var findings = policy.AskedOf(found, now).OfType<FindingRequirement>().GroupBy(FindingName.Of).Select(asked => BestOf(asked.Key, [.. asked], texts));
        var claim = new PrivacyClaim
        {
            Mechanism = "an example",
            Epsilon = 0,
            Delta = 0,
            Unit = "unit",
            RecordsPerUnit = 1,
            Neighbours = Neighbours.AddOrRemoveOneUnit,
            Noise = NoiseOrigin.OperatingSystem,
            Sigmas = [],
            Mu = 0,
            Assumptions = [],
            NotCovered = [],
        };
        return new Situation(new Proposed(Here.Candidate, texts), new EvidenceSummary(Here, [new GuaranteeSummary(claim, Here)], [.. findings], []), found, now);
    }

    /// <summary>The first case and the best evidence in it that the policy approves; null when it approves none of them.</summary>
    public Situation? Approved() => Best.Where(ideal => ideal.Judged.Approves).Select(ideal => ideal.Situation).FirstOrDefault();

    /// <summary>The fewest texts with which the best evidence is approved; null when a million do not suffice.</summary>
    public int? LeastTexts()
    {
        // More texts never hurt, so only cases that are approved at last can be approved before.
        var cases = Best.Where(ideal => ideal.Judged.Approves).Select(ideal => ideal.Situation.Facts).ToList();
        bool Suffice(int texts) => cases.Exists(found => In(found, texts).Under(policy).Approves);
        if (cases.Count == 0) return null;
        int low = 0, high = SampleSearch.MostItems;
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (Suffice(middle)) high = middle;
            else low = middle;
        }
        return high;
    }

    /// <summary>The same situation with one finding changed.</summary>
    public static Situation With(Situation situation, FindingName name, Func<FindingSummary, FindingSummary?> change) => situation with
    {
        Evidence = situation.Evidence with
        {
            Findings = [.. situation.Evidence.Findings.Select(finding => new FindingName(finding.Audit, finding.Measure, finding.Against) == name ? change(finding) : finding).OfType<FindingSummary>()],
        },
    };

    /// <summary>The same situation with guarantees that promise next to nothing.</summary>
    public static Situation WithoutPrivacy(Situation situation)
    {
        const double Much = 1e9;
        return situation with
        {
            Evidence = situation.Evidence with { Guarantees = [.. situation.Evidence.Guarantees.Select(guarantee => guarantee with { Claim = guarantee.Claim with { Epsilon = Much } })] },
            Facts = situation.Facts with { Spent = new SourceSpending(Much, 1, _ => Much) },
        };
    }

    /// <summary>A statistic as good, or as bad, as one of its kind can be for a measure.</summary>
    public static Statistic Extreme(Statistic statistic, MeasureFacts measure, bool good)
    {
        var less = (measure.Better != Better.More) == good;
        return statistic switch
        {
            Proportion proportion => new Proportion(less ? 0 : proportion.N, proportion.N),
            Census census => census with { Value = less ? measure.Least ?? -1e9 : measure.Greatest ?? 1e9 },
            _ => statistic,
        };
    }

    private FindingSummary BestOf(FindingName name, IReadOnlyList<FindingRequirement> asked, int texts)
    {
        var measure = facts.Of(name.Audit, name.Measure);
        var (least, most) = (asked.Max(required => required.AtLeast), asked.Min(required => required.AtMost));
        var wantsMore = measure.Better == Better.More || most is null;
        Statistic statistic = asked.Any(required => required.On == BoundOn.Value)
            ? new Census(wantsMore ? most ?? Math.Max(least ?? 0, measure.Greatest ?? least ?? 0) : least ?? measure.Least ?? Math.Min(0, most ?? 0), texts)
            : new Proportion(wantsMore ? texts : 0, texts);
        return new FindingSummary(name.Audit, name.Measure, name.Against, statistic, Here, now) { Unit = measure.Unit ?? MeasureUnit.Number, NoLeak = 0 };
    }

    private static IEnumerable<string?> Names(IReadOnlySet<string>? own, IEnumerable<IReadOnlySet<string>?> named) =>
        own is not null ? own.Order(StringComparer.Ordinal) : named.OfType<IReadOnlySet<string>>().SelectMany(names => names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Cast<string?>().Prepend(null);
}
