using System.Text.RegularExpressions;
using FluentValidation;

namespace Pipeline.Files.Rules;

/// <summary>Names become parts of paths and commands, so they are kept plain.</summary>
internal static class NameRules
{
    /// <summary>The rule for the name of a pipeline, suite or policy.</summary>
    public static IRuleBuilderOptions<T, string> IsAName<T>(this IRuleBuilder<T, string> rule) =>
        rule.Matches(Plain).Says("The name cannot be used.", Expected);

    /// <summary>What names are.</summary>
    public const string Expected = "at most 64 lower-case letters, digits and hyphens, with a letter or digit at both ends";

    /// <summary>Whether a word is a name.</summary>
    public static bool IsName(string word) => Plain.IsMatch(word);

    private static readonly Regex Plain = new(@"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\z", RegexOptions.NonBacktracking);
}
