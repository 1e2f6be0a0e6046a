using FluentValidation;
using Pipeline.Files.Reading;

namespace Pipeline.Files.Rules;

/// <summary>Runs value rules and finds the line of each failure.</summary>
internal static class RuleCheck
{
    /// <summary>Adds every failure to the problems, save those about what could not be read.</summary>
    /// <param name="problems">Where failures go.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="value">What must keep to them.</param>
    /// <param name="path">The property that the value becomes; empty for the whole file.</param>
    public static void Check<T>(this FileProblems problems, AbstractValidator<T> rules, T value, string path = "")
    {
        foreach (var failure in rules.Validate(value).Errors)
        {
            var hint = failure.CustomState as Hint;
            var property = path.Length == 0 ? failure.PropertyName : $"{path}.{failure.PropertyName}";
            if (problems.IsBroken(property) || (hint?.DependsOn is { } other && problems.IsBroken(other))) continue;
            problems.Add(problems.SpotOf(property), failure.ErrorMessage, hint?.Expected, hint?.Nearest);
        }
    }
}
