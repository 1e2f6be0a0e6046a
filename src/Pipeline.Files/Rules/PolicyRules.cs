using FluentValidation;
using Pipeline.Core.Policies;
using Pipeline.Files.Reading;

namespace Pipeline.Files.Rules;

/// <summary>What the values of a policy must be.</summary>
internal sealed class PolicyRules : AbstractValidator<Policy>
{
    /// <param name="known">What audits and measures there are.</param>
    /// <param name="scope">The page's own scope; an extending page need not have one, nor requirements of its own.</param>
    public PolicyRules(AuditNames known, Scope scope)
    {
        RuleFor(policy => policy.Name).IsAName();
        RuleFor(policy => policy.For).NotEmpty().When(policy => policy.Extends.Count == 0 || scope.Classifications is not null).Says("The policy is for no classification, so it can never approve.", FileProblems.OneOf(Grammar.Classifications.All));
        RuleFor(policy => policy.Require).NotEmpty().When(policy => policy.Extends.Count == 0).Says("The policy asks for nothing, so it cannot protect anybody.", "at least one requirement");
        RuleFor(policy => policy.EvidenceMaximumAge).InclusiveBetween(TimeSpan.FromMinutes(1), TimeSpan.FromDays(366))
            .Says("The age is out of range.", "1 minute to 366 days");
        RuleForEach(policy => policy.Require).ChildRules(required => required.RuleFor(one => one.Name!).IsAName().When(one => one.Name is not null));
        RuleForEach(policy => policy.Require).SetInheritanceValidator(kinds =>
        {
            kinds.Add(new GuaranteeRules());
            kinds.Add(new FindingRules(known));
        });
    }
}

/// <summary>What the values of a requirement on a guarantee must be.</summary>
internal sealed class GuaranteeRules : AbstractValidator<GuaranteeRequirement>
{
    public GuaranteeRules()
    {
        RuleFor(required => required.Epsilon).Must(epsilon => epsilon is > 0 and <= 1000).Says("Epsilon is out of range.", "a number above 0, at most 1000");
        RuleFor(required => required.Delta).Must(delta => delta is null or (> 0 and < 1)).Says("Delta is out of range.", "a number above 0 and below 1, or 1/n");
    }
}

/// <summary>What the values of a requirement on a finding must be.</summary>
internal sealed class FindingRules : AbstractValidator<FindingRequirement>
{
    public FindingRules(AuditNames known)
    {
        var audits = known.Audits.Select(audit => audit.Name).ToList();
        RuleFor(required => required.Audit).Must(name => known.Find(name) is not null).Says(
            required => $"There is no audit {FileProblems.Quoted(required.Audit)}.",
            required => new Hint(FileProblems.OneOf(audits), FileProblems.Nearest(required.Audit, audits)));
        RuleFor(required => required.Measure).Must((required, measure) => known.Find(required.Audit)!.Measures.Contains(measure))
            .When(required => known.Find(required.Audit) is not null).Says(
                required => $"The audit '{required.Audit}' has no measure {FileProblems.Quoted(required.Measure)}.",
                required => new Hint(
                    FileProblems.OneOf(known.Find(required.Audit)!.Measures), FileProblems.Nearest(required.Measure, known.Find(required.Audit)!.Measures)));
        Include(new BoundRules());
    }
}

/// <summary>What the bounds of a requirement on a finding must be, in the requirement and in exceptions from it.</summary>
internal sealed class BoundRules : AbstractValidator<FindingRequirement>
{
    public BoundRules()
    {
        RuleFor(required => required.Confidence).InclusiveBetween(.5, .9999).When(required => required.On != BoundOn.Value)
            .Says("The confidence is out of range.", "50 % to 99.99 %");
        RuleFor(required => required.AtMost).Must((required, most) => most >= required.AtLeast)
            .When(required => required is { AtMost: not null, AtLeast: not null })
            .Says("The greatest value allowed is below the least.", "a range that holds a number");
        RuleFor(required => required.Power).Must(power => power is null or (> 0 and < 1)).Says("The power is out of range.", "a number above 0 and below 1");
    }
}
