using FluentValidation;
using FluentValidation.Results;
using Pipeline.Core.Plans;
using Pipeline.Files.Reading;

namespace Pipeline.Files.Rules;

/// <summary>What the values of an audit suite must be.</summary>
internal sealed class SuiteRules : AbstractValidator<AuditSuite>
{
    public SuiteRules(AuditNames known)
    {
        RuleFor(suite => suite.Name).IsAName();
        RuleFor(suite => suite.Audits).NotEmpty().Says("The suite measures nothing.", "at least one audit");
        RuleFor(suite => suite.Audits).Custom((audits, context) =>
        {
            foreach (var (i, entry) in audits.Index())
                foreach (var failure in FailuresOf(entry, audits.Take(i), $"{context.PropertyPath}[{i}]", known).Concat(Alone(entry, audits, $"{context.PropertyPath}[{i}]", known)))
                    context.AddFailure(failure);
        });
    }

    private static IEnumerable<ValidationFailure> FailuresOf(AuditEntry entry, IEnumerable<AuditEntry> before, string path, AuditNames known)
    {
        var runnable = FileProblems.OneOf(known.Runnable);
        if (known.Find(entry.Name) is not { } audit)
            yield return Failure($"{path}.Audit", $"There is no audit {FileProblems.Quoted(entry.Name)}.", runnable, FileProblems.Nearest(entry.Name, known.Runnable));
        else if (audit.Planned)
            yield return Failure($"{path}.Audit", $"The audit '{entry.Name}' is planned and cannot run yet.", runnable);
        else if (before.Any(other => other.Name == entry.Name))
            yield return Failure($"{path}.Audit", $"The audit '{entry.Name}' is in the suite twice; to choose among its results is not allowed.", "each audit once");
        else
        {
            foreach (var setting in audit.Settings)
            {
                if (!entry.Settings.Numbers.TryGetValue(setting.Name, out var value)) continue;
                if (value >= setting.Least && value <= setting.Most && (!setting.Whole || double.IsInteger(value))) continue;
                yield return Failure($"{path}.Settings.{setting.Name}", $"The setting '{setting.Name}' is out of range.",
                    $"a {(setting.Whole ? "whole " : "")}number from {setting.Least} to {setting.Most}");
            }
            foreach (var failure in FailuresOf(entry.Settings.Patterns, $"{path}.Settings.Patterns")) yield return failure;
        }
    }

    /// <summary>What an audit measures may mislead without another beside it.</summary>
    private static IEnumerable<ValidationFailure> Alone(AuditEntry entry, IReadOnlyList<AuditEntry> all, string path, AuditNames known)
    {
        if (known.Find(entry.Name)?.Beside is not { Count: > 0 } beside || all.Any(other => beside.Contains(other.Name))) yield break;
        yield return Failure($"{path}.Audit", $"The audit '{entry.Name}' says too little alone.", $"beside it {FileProblems.OneOf(beside)}");
    }

    private static IEnumerable<ValidationFailure> FailuresOf(IReadOnlyList<ValuePattern> patterns, string path)
    {
        if (patterns.Count > ValuePattern.MostPatterns)
            yield return Failure(path, "There are too many patterns.", $"at most {ValuePattern.MostPatterns}");
        foreach (var (i, pattern) in patterns.Index())
        {
            if (!NameRules.IsPlain(pattern.Name))
                yield return Failure($"{path}[{i}].Name", "The name of the pattern cannot be used.", NameRules.Allowed);
            if (pattern.Problem() is { } problem)
                yield return Failure($"{path}[{i}]", $"The pattern {FileProblems.Quoted(pattern.Name)} {problem}.", ValuePattern.Allowed);
        }
    }

    private static ValidationFailure Failure(string path, string what, string expected, string? nearest = null) =>
        new(path, what) { CustomState = new Hint(expected, nearest) };
}
