using Pipeline.Core.Policies;
using Pipeline.Files.Reading;

namespace Pipeline.Files.Policies;

/// <summary>Checks what names mean within one page: none is given twice.</summary>
internal static class NameChecks
{
    public static void Check(Policy own, FileProblems problems)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (i, required) in own.Require.Index())
        {
            if (required.Name is { } name && !seen.TryAdd(name, i))
                problems.Add(problems.SpotOf($"Require[{i}].Name"), $"The requirement {FileProblems.Quoted(name)} is named twice, first in {own.Require[seen[name]].Where}.", "each name once");
        }
    }
}
