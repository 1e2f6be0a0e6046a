using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;

namespace Pipeline.Audits;

/// <summary>Every audit of this project that suites can name. A new audit is one file, its page and one entry here.</summary>
public static class AuditCatalog
{
    /// <summary>The audits, in the order in which reports show them.</summary>
    public static IReadOnlyList<AuditKind> Kinds { get; } =
    [
        new(
            "Is any text the same as a source record, apart from case, spacing and invisible characters?",
            [],
            _ => new ExactOverlapAudit()),
        new(
            "How much of a text stands, a few words at a time, in one source record?",
            [
                new("words", 5, 1, 50, Whole: true, "words in a sequence"),
                new("threshold", 0.5, 0.01, 1, Whole: false, "share of sequences from which a text counts as above half"),
                new("reworded", 0.6, 0.01, 1, Whole: false, "share of three-word sequences from which a text counts as a reworded copy"),
            ],
            settings => new NGramOverlapAudit((int)settings["words"], settings["threshold"], settings["reworded"])),
        new(
            "What is the longest run of words or characters that a text shares with a source record?",
            [new("words", 12, 1, 1000, Whole: true, "words from which a run is long")],
            settings => new CommonSubstringAudit((int)settings["words"])),
        new(
            "Does any text hold an e-mail address, a number, a name or another personal value of a source record?",
            [],
            _ => new PiiReplayAudit()),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Kinds.Select(kind => kind.Name)];

    /// <summary>The audit of that name, or null.</summary>
    public static AuditKind? Find(string name) => Kinds.FirstOrDefault(kind => kind.Name == name);

    /// <summary>Makes an audit.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="settings">By name; those left out have their defaults.</param>
    /// <param name="where">File and line, for problems.</param>
    /// <param name="inputs">What there is besides the texts; an audit that lacks what it needs says so when it runs.</param>
    /// <exception cref="BadInputException">The name or a setting is unknown, or a value is out of range.</exception>
    public static Audit Create(string name, IReadOnlyDictionary<string, double> settings, string where, AuditInputs? inputs = null) =>
        Find(name)?.Create(settings, where, inputs)
        ?? throw new BadInputException(where, $"there is no audit '{name}'.", string.Join(", ", Names), NearestName.Of(name, Names));
}
