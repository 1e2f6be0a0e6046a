using Pipeline.Core.Inputs;
using Pipeline.Files.Yaml;

namespace Pipeline.Files.Reading;

/// <summary>
/// Collects what is wrong with one file. It knows where each property of the plan was written, so that the value rules,
/// which know properties only, find their lines.
/// </summary>
internal sealed class FileProblems(string shown)
{
    /// <summary>More would not help a person, and a hostile file could have thousands.</summary>
    private const int Most = 50;

    /// <summary>Names longer than this are no slip of the finger: nothing is near them.</summary>
    private const int LongestName = 60;

    private readonly List<(Spot Spot, Problem Problem)> found = [];
    private readonly Dictionary<string, Spot> marks = [];
    private readonly HashSet<string> broken = [];
    private int more;

    /// <summary>The problems in the order of the file.</summary>
    public IReadOnlyList<Problem> All
    {
        get
        {
            var all = found.OrderBy(entry => entry.Spot.Line).ThenBy(entry => entry.Spot.Column).Select(entry => entry.Problem).ToList();
            if (more > 0) all.Add(new Problem(shown, $"There are {more} more problems."));
            return all;
        }
    }

    /// <summary>File and line, for what is kept.</summary>
    public string Line(Spot spot) => $"{shown}, line {spot.Line}";

    /// <summary>Adds a problem at a place.</summary>
    public void Add(Spot spot, string what, string? expected = null, string? nearest = null) =>
        Add(spot, new Problem($"{shown}, line {spot.Line}, column {spot.Column}", what, expected, nearest));

    /// <summary>Adds a problem of the whole file.</summary>
    public void Add(string what, string? expected = null, string? nearest = null) => Add(default, new Problem(shown, what, expected, nearest));

    /// <summary>Remembers where a property was written.</summary>
    public void Mark(string path, Spot spot) => marks[path] = spot;

    /// <summary>Says that a property could not be read: whatever rules say about it is not worth reporting.</summary>
    public void Break(string path) => broken.Add(path);

    /// <summary>True when the property, or what it is part of, could not be read.</summary>
    public bool IsBroken(string path) => Ancestors(path).Any(broken.Contains);

    /// <summary>Where a property was written, or the nearest thing it is part of.</summary>
    public Spot SpotOf(string path) => Ancestors(path).Where(marks.ContainsKey).Select(known => marks[known]).FirstOrDefault(new Spot(1, 1));

    /// <summary>The valid name nearest to a name of a sensible length.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates) =>
        name.Length > LongestName ? null : NearestName.Of(name, candidates);

    /// <summary>A name as it may be quoted: cut where it is long.</summary>
    public static string Quoted(string name)
    {
        var printable = string.Concat(name.Take(LongestName).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return name.Length > LongestName ? $"'{printable}...'" : $"'{printable}'";
    }

    /// <summary>A list of words for a person to choose from.</summary>
    public static string OneOf(IEnumerable<string> words) => words.ToList() switch
    {
        [var only] => only,
        var several => "one of " + string.Join(", ", several),
    };

    private void Add(Spot spot, Problem problem)
    {
        if (found.Count < Most) found.Add((spot, problem));
        else more++;
    }

    /// <summary>The path itself, then what it is part of: <c>A.B[1].C</c>, <c>A.B[1]</c>, <c>A.B</c>, <c>A</c>.</summary>
    private static IEnumerable<string> Ancestors(string path)
    {
        for (; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))]) yield return path;
        yield return "";
    }
}
