using Pipeline.Core.Policies;

namespace Pipeline.Formal.Policies;

/// <summary>What is asked of a policy before anybody relies on it.</summary>
public enum PolicyCheck
{
    /// <summary>Some evidence satisfies it.</summary>
    Satisfiable,

    /// <summary>Each requirement is asked of some case.</summary>
    Reachable,

    /// <summary>Each requirement can fail.</summary>
    NotVacuous,

    /// <summary>No requirement follows from the others.</summary>
    NotImplied,

    /// <summary>Better evidence never turns approval into refusal.</summary>
    Monotone,

    /// <summary>Every case has a guarantee or an overlap requirement.</summary>
    NoGap,

    /// <summary>Exceptions apply inside their scope and nowhere else.</summary>
    ExceptionsKeepToTheirScope,

    /// <summary>Units and ranges make sense.</summary>
    RangesMakeSense,
}

/// <summary>Something wrong with a policy.</summary>
/// <param name="Check">The check that failed.</param>
/// <param name="Where">File and line.</param>
/// <param name="What">What is wrong, and what to do.</param>
/// <param name="Example">A situation that shows it, as the evaluator judges it; empty when there is none to show.</param>
public sealed record PolicyFlaw(PolicyCheck Check, string Where, string What, IReadOnlyList<string> Example);

/// <summary>What became of one check.</summary>
/// <param name="Check">The check.</param>
/// <param name="Flaws">What is wrong; none when it passed.</param>
/// <param name="Undecided">What the solver did not find out in the time it had; none when it decided everything.</param>
/// <param name="Shown">What was shown, and how, when it passed.</param>
public sealed record CheckOutcome(PolicyCheck Check, IReadOnlyList<PolicyFlaw> Flaws, IReadOnlyList<string> Undecided, string Shown)
{
    /// <summary>Whether nothing is wrong and everything was decided.</summary>
    public bool Passed => Flaws.Count == 0 && Undecided.Count == 0;
}

/// <summary>What became of all checks on a policy.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Checks">Every check, in order.</param>
/// <param name="Notes">What is not wrong, and worth a look.</param>
/// <param name="LeastTexts">The fewest texts that can meet it, with no hit in any; null when none can.</param>
public sealed record Verification(Policy Policy, IReadOnlyList<CheckOutcome> Checks, IReadOnlyList<string> Notes, int? LeastTexts)
{
    /// <summary>Whether every check passed.</summary>
    public bool Passed => Checks.All(check => check.Passed);
}
