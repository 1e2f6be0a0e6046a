using CsCheck;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Core.Policies;

/// <summary>An exception moves one bound, inside its scope and until its date, and is seen wherever it was used.</summary>
public sealed class RelaxationTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Cases.Now.UtcDateTime);

    private static readonly FindingRequirement Copied = Cases.CopiedAtMost(.03) with { Name = "copies" };

    private static Relaxation Until(DateOnly until, Scope? scope = null, double most = .2) => new()
    {
        Relaxes = "copies",
        Allows = Copied with { AtMost = most },
        For = scope ?? new Scope { Purposes = new HashSet<string> { "research" } },
        Until = until,
        ApprovedBy = "the data protection officer",
        Because = "a pilot of ten weeks",
        Where = "policy, line 9",
    };

    private static Decision Decide(CaseFacts facts, params Relaxation[] exceptions)
    {
        var candidate = Cases.Candidate();
        return Gate.Decide(Cases.Policy(Copied) with { Exceptions = exceptions }, candidate, Cases.Evidence(candidate, copied: 5), facts, Cases.Now);
    }

    private static CaseFacts For(string? purpose) => Cases.Facts() with { Purpose = purpose };

    [Fact]
    public void Applies_inside_its_scope_and_until_its_date_and_says_so()
    {
        Assert.IsType<Refused>(Decide(For("research")));
        var approved = Assert.IsType<Approved>(Decide(For("research"), Until(Today)));
        var words = Assert.Single(approved.Verdicts).Requirement.Words;
        Assert.Contains("[exception: relaxed until 2026-11-23 (for research), approved by the data protection officer: a pilot of ten weeks]", words, StringComparison.Ordinal);
        Assert.IsType<Refused>(Decide(For("support"), Until(Today)));
        Assert.IsType<Refused>(Decide(For(null), Until(Today)));
        Assert.IsType<Refused>(Decide(For("research"), Until(Today.AddDays(-1))));
    }

    [Fact]
    public void Moves_the_bound_of_the_requirement_it_names_and_of_no_other()
    {
        var candidate = Cases.Candidate();
        var policy = Cases.Policy(Copied with { Name = "other" }) with { Exceptions = [Until(Today)] };
        Assert.IsType<Refused>(Gate.Decide(policy, candidate, Cases.Evidence(candidate, copied: 5), For("research"), Cases.Now));
    }

    [Fact]
    public void Never_lifts_what_was_not_measured()
    {
        var candidate = Cases.Candidate();
        var policy = Cases.Policy(Copied) with { Exceptions = [Until(Today, most: 1)] };
        var evidence = Cases.Evidence(candidate) with { Audits = [] };
        Assert.Equal(Outcome.Unknown, Assert.Single(Gate.Decide(policy, candidate, evidence, For("research"), Cases.Now).Verdicts).Outcome);
    }

    [Fact]
    public void Two_at_once_lapse_so_that_their_order_cannot_matter()
    {
        Assert.IsType<Refused>(Decide(For("research"), Until(Today), Until(Today, most: .3)));
        Assert.IsType<Approved>(Decide(For("research"), Until(Today), Until(Today.AddDays(-1), most: .3)));
    }

    [Fact]
    public void Changes_nothing_outside_its_scope_whatever_the_scope_and_the_case() =>
        Gen.Select(ScopeTests.AnyScope, ScopeTests.AnyCase, Gen.Int[-2, 2]).Sample((scope, facts, days) =>
        {
            var policy = Cases.Policy(Copied) with { Exceptions = [Until(Today.AddDays(days), scope)] };
            var asked = Assert.Single(policy.AskedOf(facts, Cases.Now));
            return asked.Under is null ? asked == Copied : scope.Contains(facts) == true && days >= 0;
        });
}
