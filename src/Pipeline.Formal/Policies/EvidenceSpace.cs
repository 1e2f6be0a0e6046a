using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies;

/// <summary>
/// All situations that some policies can tell apart, as variables of formulas: the case, the rules of every policy, what is proved and
/// what is measured (docs/formal-checks-policy.md, "The encoding").
/// </summary>
internal sealed class EvidenceSpace
{
    private readonly Logic logic;
    private readonly AuditFacts facts;
    private readonly Dictionary<FindingName, FindingSpace> findings = [];

    /// <param name="logic">What formulas are made of.</param>
    /// <param name="policies">The policies.</param>
    /// <param name="facts">What is known of audits.</param>
    /// <param name="unitsToo">Numbers of units that must be among those there are.</param>
    /// <param name="copy">Tells a second set of evidence on the same cases from the first.</param>
    public EvidenceSpace(Logic logic, IReadOnlyList<Policy> policies, AuditFacts facts, IEnumerable<int>? unitsToo = null, string copy = "")
    {
        (this.logic, this.facts) = (logic, facts);
        Variables = new Variables(logic, copy);
        Cases = new CaseSpace(logic, Variables, policies, unitsToo ?? []);
        Privacy = new PrivacySpace(logic, Variables, Cases);
        SoundCandidate =
        [
            Variables.Boolean("the candidate holds texts", situation => situation.Proposed.Texts != 0),
            Variables.Boolean("the evidence is about the candidate", situation => situation.Evidence.Binding.Candidate == situation.Proposed.Candidate),
            Variables.Boolean("every audit finished", situation => situation.Evidence.Failures.Count == 0),
            Variables.Boolean("no noise came from a seed", situation => situation.Evidence.Guarantees.All(guarantee => guarantee.Claim.Noise != NoiseOrigin.Seeded)),
            Variables.Boolean("no attack contradicts a claim", situation => !Contradiction.In(situation.Evidence).Any()),
            Variables.Boolean("no canary is released or forgotten", situation => !CanaryRule.BrokenBy(situation.Proposed, situation.Evidence, situation.Facts).Any()),
        ];
    }

    public Variables Variables { get; }

    public CaseSpace Cases { get; }

    public PrivacySpace Privacy { get; }

    /// <summary>The rules that the gate adds to every policy, in the order: texts, about it, audits finished, no seed, no contradiction, no canary.</summary>
    public IReadOnlyList<Term> SoundCandidate { get; }

    /// <summary>Every finding that a formula has named.</summary>
    public IReadOnlyCollection<FindingSpace> Findings => findings.Values;

    /// <summary>The finding that a requirement bounds.</summary>
    public FindingSpace Of(FindingRequirement required)
    {
        var name = FindingName.Of(required);
        return findings.TryGetValue(name, out var known) ? known : findings[name] = new FindingSpace(logic, Variables, name, facts.Of(name.Audit, name.Measure));
    }

    /// <summary>What everything that can be the case keeps to. Complete once every formula has been built.</summary>
    public Term Rules => logic.And([.. Cases.Rules, .. Privacy.Rules, .. findings.Values.SelectMany(finding => finding.Rules)]);
}
