using Pipeline.Core.Policies;
using Pipeline.Core.Releases;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies.Checks;

/// <summary>What the checks of one policy share.</summary>
internal sealed class CheckBench : IDisposable
{
    public CheckBench(Logic logic, Policy policy, AuditFacts facts, DateTimeOffset today)
    {
        (Logic, Policy, Facts, Today) = (logic, policy, facts, today);
        Ideal = new IdealSituations(policy, facts, today);
        Space = new EvidenceSpace(logic, [policy], facts);
        Formula = new PolicyFormula(logic, policy, Space);
        Approves = Formula.Approves;
        foreach (var form in Formula.Forms) Formula.MetAlone(form.Form);
        Search = new ExampleSearch(logic, Space, today, PolicyVerifier.Patience);
        Approved = Ideal.Approved();
        LeastTexts = Ideal.LeastTexts();
    }

    public Logic Logic { get; }

    public Policy Policy { get; }

    public AuditFacts Facts { get; }

    public DateTimeOffset Today { get; }

    public IdealSituations Ideal { get; }

    public EvidenceSpace Space { get; }

    public PolicyFormula Formula { get; }

    /// <summary>The policy approves.</summary>
    public Term Approves { get; }

    public ExampleSearch Search { get; }

    /// <summary>The fewest texts with which the policy can be met; null when none suffice.</summary>
    public int? LeastTexts { get; }

    /// <summary>An approved situation with the best evidence there could be; null when that is approved in no case.</summary>
    public Situation? Approved { get; }

    /// <summary>The best evidence in a case in which a requirement is asked in this form; null when there is none.</summary>
    public Situation? IdealFor(Asking asking) => Ideal.Best.Where(ideal => Verdict(ideal.Judged, asking.Form) is not null).Select(ideal => ideal.Situation).FirstOrDefault();

    /// <summary>The verdict on a form of a requirement; null when it was not asked in that form.</summary>
    public static Verdict? Verdict(Evaluation judged, Requirement form) =>
        judged.Verdicts.FirstOrDefault(verdict => ReferenceEquals(verdict.Requirement, form) || (verdict.Requirement.Under is { } under && ReferenceEquals(under.Allows, form)));

    /// <summary>A situation and what the policy says of it.</summary>
    public IReadOnlyList<string> Show(Situation situation) => SituationText.Of(situation, ($"policy '{Policy.Name}'", Policy));

    public void Dispose() => Search.Dispose();
}
