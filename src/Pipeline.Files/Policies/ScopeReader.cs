using Pipeline.Core.Policies;
using Pipeline.Files.Reading;
using Pipeline.Files.Rules;

namespace Pipeline.Files.Policies;

/// <summary>Reads <c>for</c>: classifications, purposes and recipients.</summary>
internal static class ScopeReader
{
    /// <summary>The scope under a key; everything where the key is not there.</summary>
    public static Scope Read(Section section, string key, FileProblems problems)
    {
        if (!section.Has(key)) return Scope.Everything;
        var scope = section.Within(key, Grammar.For);
        if (!scope.Has("classification") && !scope.Has("purpose") && !scope.Has("recipient") && !problems.IsBroken(scope.Path))
        {
            problems.Add(scope.Spot, "The scope restricts nothing.", "at least one of " + string.Join(", ", Grammar.For.Keys));
            problems.Break(scope.Path);
        }
        return new Scope
        {
            Classifications = scope.Has("classification") ? Classifications(scope, problems) : null,
            Purposes = scope.Has("purpose") ? Names(scope, "purpose", problems) : null,
            Recipients = scope.Has("recipient") ? Names(scope, "recipient", problems) : null,
        };
    }

    private static HashSet<Classification> Classifications(Section scope, FileProblems problems)
    {
        var meant = new HashSet<Classification>();
        foreach (var (i, word) in scope.Texts("classification").Index())
        {
            var path = $"{scope.PathOf("classification")}[{i}]";
            if (problems.IsBroken(path)) continue;
            if (Grammar.Classifications.Find(word) is not { } classification)
            {
                problems.Add(problems.SpotOf(path), $"There is no classification {FileProblems.Quoted(word)}.",
                    FileProblems.OneOf(Grammar.Classifications.All), FileProblems.Nearest(word, Grammar.Classifications.All));
                problems.Break(scope.Path);
            }
            else if (!meant.Add(classification)) Twice(word, problems.SpotOf(path), "classification", problems);
        }
        return meant;
    }

    private static HashSet<string> Names(Section scope, string key, FileProblems problems)
    {
        var meant = new HashSet<string>(StringComparer.Ordinal);
        var words = scope.Texts(key);
        foreach (var (i, word) in words.Index())
        {
            var path = $"{scope.PathOf(key)}[{i}]";
            if (problems.IsBroken(path)) continue;
            if (!NameRules.IsPlain(word)) problems.Add(problems.SpotOf(path), $"The {key} {FileProblems.Quoted(word)} cannot be used.", NameRules.Allowed);
            else if (!meant.Add(word)) Twice(word, problems.SpotOf(path), key, problems);
        }
        if (words.Count == 0 && !problems.IsBroken(scope.PathOf(key)))
            problems.Add(problems.SpotOf(scope.PathOf(key)), $"The scope holds no {key}, so it holds no case.", $"at least one {key}");
        return meant;
    }

    private static void Twice(string word, Yaml.Spot spot, string key, FileProblems problems) => problems.Add(spot, $"'{word}' stands here twice.", $"each {key} once");
}
