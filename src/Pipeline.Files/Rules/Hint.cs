using FluentValidation;

namespace Pipeline.Files.Rules;

/// <summary>What a rule adds to its message.</summary>
/// <param name="Expected">What would have been right.</param>
/// <param name="Nearest">The valid name nearest to the one given.</param>
/// <param name="DependsOn">Another property the rule looks at: if that could not be read, the rule says nothing.</param>
internal sealed record Hint(string? Expected = null, string? Nearest = null, string? DependsOn = null);

/// <summary>Lets rules speak in problems: what is wrong, and what was expected.</summary>
internal static class Saying
{
    /// <summary>Says what is wrong when the rule before it does not hold.</summary>
    public static IRuleBuilderOptions<T, TProperty> Says<T, TProperty>(
        this IRuleBuilderOptions<T, TProperty> rule, string what, string? expected = null, string? dependsOn = null) =>
        rule.WithMessage(what).WithState(_ => new Hint(expected, null, dependsOn));

    /// <summary>Says what is wrong, and finds the valid name nearest to the one given.</summary>
    public static IRuleBuilderOptions<T, TProperty> Says<T, TProperty>(
        this IRuleBuilderOptions<T, TProperty> rule, Func<T, string> what, Func<T, Hint> hint) =>
        rule.WithMessage(what).WithState(hint);
}
