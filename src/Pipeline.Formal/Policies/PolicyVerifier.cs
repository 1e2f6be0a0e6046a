using Pipeline.Core.Policies;
using Pipeline.Formal.Policies.Checks;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies;

/// <summary>Checks a policy by itself: what holds of all evidence, and what some evidence shows to be wrong.</summary>
public static class PolicyVerifier
{
    /// <summary>Each question may take so long; what is not decided by then is reported so.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs every check.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="facts">What is known of audits.</param>
    /// <param name="today">The day that exceptions are looked at.</param>
    /// <exception cref="Core.Inputs.BadInputException">The solver's library is missing.</exception>
    public static Verification Verify(Policy policy, AuditFacts facts, DateTimeOffset today)
    {
        using var logic = new Logic();
        using var bench = new CheckBench(logic, policy, facts, today);
        CheckOutcome[] checks =
        [
            SatisfiableCheck.Run(bench), ReachableCheck.Run(bench), VacuousCheck.Run(bench), ImpliedCheck.Run(bench), MonotoneCheck.Run(bench),
            GapCheck.Run(bench), ExceptionCheck.Run(bench), RangeCheck.Run(bench),
        ];
        return new Verification(policy, checks, [.. Notes.Of(policy, today)], bench.LeastTexts);
    }
}
