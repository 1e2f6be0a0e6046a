using System.Globalization;
using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Files.Reading;
using Pipeline.Files.Yaml;

namespace Pipeline.Files.Policies;

/// <summary>Reads requirements, and the bounds that exceptions put in their place.</summary>
internal static class RequirementReader
{
    /// <summary>What a requirement is about shows in which of two keys it has.</summary>
    public static Requirement Read(YamlNode node, string path, FileProblems problems)
    {
        var keys = (node as YamlSection)?.Members.Select(member => member.Key.Text).ToList() ?? [];
        if (keys.Contains("guarantee")) return Guarantee(new Section(node, Grammar.Guarantee, path, problems), problems);
        if (keys.Contains("finding")) return Finding(new Section(node, Grammar.Finding, path, problems), problems);
        if (node is not YamlRefused)
        {
            string[] kinds = ["guarantee", "finding"];
            problems.Add(node.Spot, "A requirement says neither 'guarantee' nor 'finding'.", "one of the two",
                keys.Select(key => FileProblems.Nearest(key, kinds)).FirstOrDefault(near => near is not null));
        }
        problems.Break(path);
        return new GuaranteeRequirement { Where = "", Epsilon = 0, Delta = 0 };
    }

    private static GuaranteeRequirement Guarantee(Section section, FileProblems problems)
    {
        section.Choice("guarantee", Grammar.Guarantees);
        return WithPrivacy(new GuaranteeRequirement
        {
            Where = problems.Line(section.Spot),
            Name = section.OptionalText("name"),
            For = ScopeReader.Read(section, "for", problems),
            Epsilon = 0,
            Delta = 0,
            Cumulative = section.Choice("scope", Grammar.Scopes) ?? false,
        }, section, problems);
    }

    /// <summary>The requirement with the epsilon and delta that a section states; what it does not state stays.</summary>
    public static GuaranteeRequirement WithPrivacy(GuaranteeRequirement requirement, Section section, FileProblems problems)
    {
        if (section.Has("epsilon")) requirement = requirement with { Epsilon = section.Within("epsilon", Grammar.AtMost).Number("at most") ?? 0 };
        if (section.Has("delta"))
        {
            var delta = section.Within("delta", Grammar.AtMost);
            requirement = requirement with
            {
                Delta = delta.Form("at most", "a number or 1/n", text => text == "1/n" ? double.NaN : Section.NumberOf(text, perCent: false)) is { } most
                    ? double.IsNaN(most) ? null : most
                    : 0,
            };
        }
        return requirement.Under(section, problems, ("epsilon", "at most"), ("delta", "at most"));
    }

    private static FindingRequirement Finding(Section section, FileProblems problems)
    {
        var required = WithBound(new FindingRequirement
        {
            Where = problems.Line(section.Spot),
            Name = section.OptionalText("name"),
            For = ScopeReader.Read(section, "for", problems),
            Audit = section.Text("finding"),
            Measure = section.Text("measure"),
            Against = section.Choice("against", Grammar.Parts) ?? Against.Training,
            On = BoundOn.Value,
        }, section, "A finding", problems);
        problems.Mark($"{section.Path}.Audit", problems.SpotOf(section.PathOf("finding")));
        if (problems.IsBroken(section.PathOf("finding"))) problems.Break($"{section.Path}.Audit");
        return required;
    }

    /// <summary>The requirement with the bound that a section states: exactly one of value, upper and lower; and with its power.</summary>
    public static FindingRequirement WithBound(FindingRequirement requirement, Section section, string what, FileProblems problems)
    {
        var bounds = section.FamilyKeys.Concat(section.Has("value") ? ["value"] : []).ToList();
        if (bounds.Count != 1)
        {
            problems.Add(section.Spot, bounds.Count == 0 ? $"{what} has no bound." : $"{what} has several bounds.",
                "exactly one of " + string.Join(", ", Grammar.Finding.Examples.Prepend("value")));
        }
        var key = bounds.Count == 0 ? "value" : bounds[0];
        var match = Grammar.ConfidenceBound.Match(key);
        var (on, shape) = match.Groups["end"].Value switch
        {
            // That an upper bound is at least something shows nothing, nor that a lower bound is at most something.
            "upper" => (BoundOn.Upper, Grammar.AtMost),
            "lower" => (BoundOn.Lower, Grammar.AtLeast),
            _ => (BoundOn.Value, Grammar.Either),
        };
        var bound = bounds.Count == 0 ? null : section.Within(key, shape);
        if (bound is not null && shape == Grammar.Either && !bound.Has("at most") && !bound.Has("at least") && !problems.IsBroken(bound.Path))
            problems.Add(bound.Spot, "The value has no bound.", "at most, at least, or both");
        foreach (var other in bounds.Skip(1)) section.Within(other, Grammar.Either);
        var power = section.Has("power") ? section.Within("power", Grammar.AtLeast).Number("at least", perCent: true) : requirement.Power;
        problems.Mark($"{section.Path}.Confidence", problems.SpotOf(section.PathOf(key)));
        problems.Mark($"{section.Path}.AtMost", problems.SpotOf(section.PathOf(key) + ".AtMost"));
        problems.Mark($"{section.Path}.AtLeast", problems.SpotOf(section.PathOf(key) + ".AtLeast"));
        return requirement with
        {
            On = on,
            Confidence = match.Success ? double.Parse(match.Groups["percent"].Value + "e-2", CultureInfo.InvariantCulture) : 1,
            AtMost = bound?.Number("at most", perCent: true),
            AtLeast = bound?.Number("at least", perCent: true),
            Power = power,
        };
    }

    /// <summary>The rules know <c>Epsilon</c>; the file writes it as <c>epsilon: { at most: 8 }</c>.</summary>
    private static T Under<T>(this T requirement, Section section, FileProblems problems, params ReadOnlySpan<(string Key, string Within)> written)
    {
        foreach (var (key, within) in written)
        {
            var inner = $"{section.PathOf(key)}.{string.Concat(within.Split(' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))}";
            problems.Mark(section.PathOf(key), problems.SpotOf(inner));
            if (problems.IsBroken(inner)) problems.Break(section.PathOf(key));
        }
        return requirement;
    }
}
