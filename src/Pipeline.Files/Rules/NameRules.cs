using System.Text.RegularExpressions;
using FluentValidation;

namespace Pipeline.Files.Rules;

/// <summary>Names become parts of paths and commands, so they are kept plain.</summary>
internal static class NameRules
{
    /// <summary>The rule for the name of a pipeline, suite or policy.</summary>
    public static IRuleBuilderOptions<T, string> IsAName<T>(this IRuleBuilder<T, string> rule) =>
        rule.Matches(Plain).Says("The name cannot be used.", Allowed);

    /// <summary>What a name may be, for a problem's text.</summary>
    public const string Allowed = "at most 64 lower-case letters, digits and hyphens, with a letter or digit at both ends";

    /// <summary>Whether it may be used as a name.</summary>
    public static bool IsPlain(string name) => Plain.IsMatch(name);

    private static readonly Regex Plain = new(@"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\z", RegexOptions.NonBacktracking);
}
