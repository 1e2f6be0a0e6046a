using Pipeline.Core;
using Pipeline.Core.Policies;
using Pipeline.Files.Reading;

namespace Pipeline.Files.Policies;

/// <summary>
/// Puts a policy on top of the one it extends. It can only tighten: whatever the result approves, the extended policy approves too
/// (docs/policy-language.md, "Inheritance"). What would loosen is a problem at the place where it is written.
/// </summary>
internal static class Inheritance
{
    /// <summary>The policy as it holds.</summary>
    /// <param name="own">The extending page's own part.</param>
    /// <param name="scope">Its own <c>for</c>; everything where it has none.</param>
    /// <param name="ownAge">Whether it states an age of its own.</param>
    /// <param name="under">The extended policy, as it holds.</param>
    /// <param name="problems">Where loosenings go.</param>
    public static Policy Merge(Policy own, Scope scope, bool ownAge, Policy under, FileProblems problems)
    {
        CheckScope(scope, under, problems);
        if (ownAge && own.EvidenceMaximumAge > under.EvidenceMaximumAge)
        {
            problems.Add(problems.SpotOf("EvidenceMaximumAge"), $"The policy extends '{under.Name}' and is looser: evidence may be {Ages.Words(own.EvidenceMaximumAge)} old in place of {Ages.Words(under.EvidenceMaximumAge)}, "
                + $"looser by {Ages.Words(own.EvidenceMaximumAge - under.EvidenceMaximumAge)}.", $"at most {Ages.Words(under.EvidenceMaximumAge)}");
        }
        var restated = own.Require.Select((required, i) => Restated(required, i, under, problems)).ToList();
        using var digester = new Digester();
        return own with
        {
            For = scope.Classifications ?? under.For,
            Purposes = scope.Purposes ?? under.Purposes,
            Recipients = scope.Recipients ?? under.Recipients,
            EvidenceMaximumAge = ownAge ? own.EvidenceMaximumAge : under.EvidenceMaximumAge,
            Require =
            [
                .. under.Require.Select(required => restated.IndexOf(required) is >= 0 and var i ? own.Require[i] with { Name = own.Require[i].Name ?? required.Name } : required),
                .. own.Require.Where((_, i) => restated[i] is null),
            ],
            // What was approved for a bound was not approved for a tighter one: exceptions from restated requirements lapse.
            Exceptions = [.. under.Exceptions.Where(exception => restated.TrueForAll(required => required?.Name != exception.Relaxes))],
            Extends = [under.Name, .. under.Extends],
            Digest = digester.Add(own.Digest.Hex).Add(under.Digest.Hex).Finish(),
        };
    }

    /// <summary>
    /// The inherited requirement that one of the page's own takes the place of: that of the same name, or the only one about the same
    /// thing; null when it is a further one, which both hold.
    /// </summary>
    public static Requirement? Meant(Requirement own, Policy under)
    {
        if (own.Name is { } name && under.Require.FirstOrDefault(required => required.Name == name) is { } named) return named;
        return under.Require.Where(required => Loosening.Comparable(required, own)).ToList() is [var only] && (own.Name is null || only.Name is null) ? only : null;
    }

    private static Requirement? Restated(Requirement own, int i, Policy under, FileProblems problems)
    {
        var path = $"Require[{i}]";
        if (problems.IsBroken(path) || Meant(own, under) is not { } inherited) return null;
        if (!Loosening.Comparable(inherited, own))
        {
            problems.Add(problems.SpotOf(path + ".Name"), $"The requirement '{own.Name}' of '{under.Name}' bounds something else.", $"another name, or a bound on what {inherited.Where} bounds");
            return null;
        }
        foreach (var looser in Loosening.Of(inherited, own).Where(looser => !problems.IsBroken($"{path}.{looser.Property}")))
            problems.Add(problems.SpotOf($"{path}.{looser.Property}"), $"The policy extends '{under.Name}' and is looser: {looser.Words}.", $"a bound as tight as in {inherited.Where}");
        if (!inherited.For.IsWithin(own.For))
            problems.Add(problems.SpotOf(path + ".For"), $"The policy extends '{under.Name}' and is looser: it asks this of fewer cases.", inherited.For.IsEverything ? "no 'for' here" : $"a scope that holds {inherited.For.Words}");
        return inherited;
    }

    private static void CheckScope(Scope scope, Policy under, FileProblems problems)
    {
        if (problems.IsBroken("For")) return;
        Check("classification", "Classification", scope.Classifications?.Select(Grammar.Classifications.WordFor), under.For.Select(Grammar.Classifications.WordFor));
        Check("purpose", "Purpose", scope.Purposes, under.Purposes);
        Check("recipient", "Recipient", scope.Recipients, under.Recipients);

        void Check(string key, string property, IEnumerable<string>? own, IEnumerable<string>? allowed)
        {
            if (own is null || allowed is null) return;
            var wide = own.Except(allowed, StringComparer.Ordinal).ToList();
            if (wide.Count == 0) return;
            problems.Add(problems.SpotOf("For." + property), $"The policy extends '{under.Name}' and is looser: '{under.Name}' is not written for the {key} {string.Join(", ", wide.Select(FileProblems.Quoted))}.",
                FileProblems.OneOf(allowed), FileProblems.Nearest(wide[0], allowed));
        }
    }
}
