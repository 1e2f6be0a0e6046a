using Pipeline.Core.Policies;
using Pipeline.Files.Reading;
using Pipeline.Files.Rules;

namespace Pipeline.Files.Policies;

/// <summary>Reads exceptions and checks that each relaxes one requirement, somewhere, and no more than the extended policy allows.</summary>
internal static class ExceptionReader
{
    /// <summary>The exceptions of a page.</summary>
    /// <param name="file">The page.</param>
    /// <param name="own">Its own part.</param>
    /// <param name="merged">The policy as it holds without them.</param>
    /// <param name="under">The extended policy, or null.</param>
    /// <param name="problems">Where problems go.</param>
    public static IReadOnlyList<Relaxation> Read(Section file, Policy own, Policy merged, Policy? under, FileProblems problems)
    {
        if (!file.Has("exceptions")) return [];
        var read = file.Items("exceptions", "a list of exceptions").Index().Select(item =>
        {
            var path = $"Exceptions[{item.Index}]";
            var section = new Section(item.Item, Grammar.Exception, path, problems);
            return One(section, own, merged, under, problems);
        }).ToList();
        List<Relaxation> all = [.. merged.Exceptions, .. read.OfType<Relaxation>()];
        foreach (var (i, exception) in read.Index())
        {
            if (exception is not null && all.TakeWhile(other => !ReferenceEquals(other, exception)).FirstOrDefault(other => other.Relaxes == exception.Relaxes && other.For.Meets(exception.For)) is { } other)
            {
                problems.Add(problems.SpotOf($"Exceptions[{i}]"), $"Two exceptions relax '{exception.Relaxes}' in the same cases; see {other.Where}.",
                    "scopes that do not meet; where two would apply, none does");
            }
        }
        return [.. read.OfType<Relaxation>()];
    }

    private static Relaxation? One(Section section, Policy own, Policy merged, Policy? under, FileProblems problems)
    {
        var path = section.Path;
        var (scope, relaxes) = (ScopeReader.Read(section, "for", problems), section.Text("relaxes"));
        var until = section.Form("until", "a day, such as 2027-03-31", Ages.Day);
        var (approvedBy, because) = (section.Text("approved by"), section.Text("because"));
        if (relaxes.Length == 0 || problems.IsBroken(path)) return null;
        var names = merged.Require.Select(required => required.Name).OfType<string>().ToList();
        if (merged.Require.FirstOrDefault(required => required.Name == relaxes) is not { } requirement)
        {
            section.Refuse("relaxes", $"No requirement is named {FileProblems.Quoted(relaxes)}.",
                names.Count == 0 ? "the 'name' of a requirement; none has one" : FileProblems.OneOf(names), FileProblems.Nearest(relaxes, names));
            return null;
        }
        if (Bounds(requirement, section, problems) is not { } allows) return null;
        var exception = new Relaxation
        {
            Relaxes = relaxes,
            Allows = allows,
            For = scope,
            Until = until ?? default,
            ApprovedBy = approvedBy,
            Because = because,
            Where = problems.Line(section.Spot),
        };
        Check(exception, requirement, merged, path, problems);
        // The page's own exceptions may give back what the page itself tightened, never what the extended policy asks.
        var inherited = under is null ? null : under.Require.FirstOrDefault(required => required.Name == relaxes)
            ?? own.Require.Where(required => required.Name == relaxes).Select(required => Inheritance.Meant(required, under)).FirstOrDefault();
        if (inherited is not null && Loosening.Comparable(inherited, allows))
        {
            foreach (var looser in Loosening.Of(inherited, allows))
                problems.Add(problems.SpotOf($"{path}.{looser.Property}"), $"The policy extends '{under!.Name}', and the exception is looser than that: {looser.Words}.", $"a bound as tight as in {inherited.Where}");
        }
        return exception;
    }

    /// <summary>The requirement with the exception's bounds; null when they cannot be read.</summary>
    private static Requirement? Bounds(Requirement requirement, Section section, FileProblems problems)
    {
        var foreign = Grammar.ExceptionBounds(requirement is GuaranteeRequirement ? Grammar.Finding : Grammar.Guarantee).Where(section.Has)
            .Concat(requirement is GuaranteeRequirement ? section.FamilyKeys : []).ToList();
        foreach (var key in foreign)
            section.Refuse(key, $"'{key}' is no bound of the requirement '{requirement.Name}'.", requirement is GuaranteeRequirement ? "epsilon, delta, or both" : "exactly one of value, upper 95 %, lower 95 %");
        if (foreign.Count > 0) return null;
        if (requirement is GuaranteeRequirement guarantee)
        {
            if (!section.Has("epsilon") && !section.Has("delta"))
            {
                problems.Add(section.Spot, "The exception has no bound.", "epsilon, delta, or both");
                return null;
            }
            var allowed = RequirementReader.WithPrivacy(guarantee, section, problems);
            problems.Check(new GuaranteeRules(), allowed, section.Path);
            return allowed;
        }
        var finding = RequirementReader.WithBound((FindingRequirement)requirement, section, "The exception", problems);
        problems.Check(new BoundRules(), finding, section.Path);
        return section.FamilyKeys.Count() + (section.Has("value") ? 1 : 0) == 1 ? finding : null;
    }

    private static void Check(Relaxation exception, Requirement requirement, Policy merged, string path, FileProblems problems)
    {
        if (problems.IsBroken(path + ".For")) return;
        if (exception.For.IsEverything)
            problems.Add(problems.SpotOf(path), "The exception is for every case, which would change the policy.", "a 'for' with a classification, purpose or recipient");
        if (!Filled(exception.For, merged.Scope).IsWithin(merged.Scope))
            problems.Add(problems.SpotOf(path + ".For"), $"The exception reaches beyond the policy, which is {(merged.Scope.Words is { Length: > 0 } words ? "for " + words : "for every case")}.", "a scope within the policy's");
        if (exception.Until == default) return;
        if (!Loosening.Comparable(requirement, exception.Allows))
        {
            problems.Add(problems.SpotOf(path), $"The exception bounds another end than the requirement '{exception.Relaxes}' does.", $"the end that {requirement.Where} bounds");
            return;
        }
        foreach (var tighter in Loosening.Of(exception.Allows, requirement))
            problems.Add(problems.SpotOf($"{path}.{tighter.Property}"), $"The exception is tighter than the requirement it relaxes: without it, {tighter.Words}.", "a looser bound");
        if (Loosening.Of(requirement, exception.Allows).Count == 0)
            problems.Add(problems.SpotOf(path), $"The exception relaxes nothing: its bounds are no looser than those of '{exception.Relaxes}'.", "a looser bound");
    }

    /// <summary>What an exception does not restrict, the policy does.</summary>
    private static Scope Filled(Scope narrow, Scope wide) => new()
    {
        Classifications = narrow.Classifications ?? wide.Classifications,
        Purposes = narrow.Purposes ?? wide.Purposes,
        Recipients = narrow.Recipients ?? wide.Recipients,
    };
}
