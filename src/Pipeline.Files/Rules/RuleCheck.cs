using FluentValidation;
using Pipeline.Files.Reading;

namespace Pipeline.Files.Rules;

/// <summary>Runs value rules and finds the line of each failure.</summary>
internal static class RuleCheck
{
    /// <summary>Adds every failure to the problems, save those about what could not be read.</summary>
    public static void Check<T>(this FileProblems problems, AbstractValidator<T> rules, T value)
    {
        foreach (var failure in rules.Validate(value).Errors)
        {
            var hint = failure.CustomState as Hint;
            if (problems.IsBroken(failure.PropertyName) || (hint?.DependsOn is { } other && problems.IsBroken(other))) continue;
            problems.Add(problems.SpotOf(failure.PropertyName), failure.ErrorMessage, hint?.Expected, hint?.Nearest);
        }
    }
}
