namespace Pipeline.Core.Inputs;

/// <summary>What a person gave us cannot be used. Ends a command with exit code 2; nothing has been written.</summary>
public sealed class BadInputException : Exception
{
    /// <summary>Reports one problem.</summary>
    public BadInputException(Problem problem, Exception? cause = null)
        : this([problem], cause)
    {
    }

    /// <summary>Reports every problem found, so that a person can mend them in one go.</summary>
    public BadInputException(IReadOnlyList<Problem> problems, Exception? cause = null)
        : base(string.Join(Environment.NewLine, problems), cause) => Problems = problems;

    /// <summary>Reports one problem from its parts.</summary>
    public BadInputException(string where, string what, string? expected = null, string? nearest = null)
        : this(new Problem(where, what, expected, nearest))
    {
    }

    /// <summary>What is wrong, at least one.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}
