using Pipeline.Core.Inputs;

namespace Pipeline.Attestation.Verifying;

/// <summary>What became of a check.</summary>
public enum CheckOutcome
{
    /// <summary>It was done, and it is so.</summary>
    Holds,

    /// <summary>It was done, and it is not so.</summary>
    Fails,

    /// <summary>It could not be done with what was at hand.</summary>
    NotChecked,
}

/// <summary>One thing that a verifier looks at.</summary>
/// <param name="Name">A few words.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Note">What was found, or what it would take to check it.</param>
public sealed record Check(string Name, CheckOutcome Outcome, string Note)
{
    internal static Check Of(string name, string holds, string? broken) => new(name, broken is null ? CheckOutcome.Holds : CheckOutcome.Fails, broken ?? holds);

    internal static Check Open(string name, string needs) => new(name, CheckOutcome.NotChecked, needs);

    /// <summary>A check that reads or computes with what a stranger wrote: what cannot be read or computed with fails it.</summary>
    internal static Check Try(string name, Func<Check> check)
    {
        try
        {
            return check();
        }
        catch (BadInputException bad)
        {
            return new Check(name, CheckOutcome.Fails, $"{bad.Problems[0].Where}: {bad.Problems[0].What}");
        }
        // A verifier meets every file there is. Numbers that no run writes may break any formula; that is a failed check, not a defect.
#pragma warning disable CA1031
        catch (Exception broken) when (broken is not (OperationCanceledException or OutOfMemoryException))
#pragma warning restore CA1031
        {
            return new Check(name, CheckOutcome.Fails, $"What it holds cannot be computed with ({broken.GetType().Name}).");
        }
    }
}
