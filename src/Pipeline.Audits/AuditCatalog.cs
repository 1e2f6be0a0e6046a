using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;
using Pipeline.Core.Plans;

namespace Pipeline.Audits;

/// <summary>Every audit of this project that suites can name. A new audit is one file, its page and one entry here.</summary>
public static class AuditCatalog
{
    /// <summary>The audits, in the order in which reports show them.</summary>
    public static IReadOnlyList<AuditKind> Kinds { get; } =
    [
        new(
            "Is any text the same as a source record, apart from case, spacing, invisible characters and look-alike letters?",
            [Preparation.LookAlikes],
            settings => new ExactOverlapAudit(Preparation.IsAsked(settings))),
        new(
            "Is any text nearly the same as a source record, taken as a whole?",
            [
                new("similarity", 0.8, 0.3, 1, Whole: false, "Jaccard similarity from which a pair counts"),
                new("words", 3, 1, 50, Whole: true, "words in a sequence"),
                new("bands", 20, 1, 200, Whole: true, "bands of a signature: more miss less"),
                new("rows", 4, 1, 20, Whole: true, "places in a band: more check less"),
                Preparation.LookAlikes,
            ],
            settings => new NearDuplicatesAudit(settings["similarity"], (int)settings["words"], (int)settings["bands"], (int)settings["rows"], Preparation.IsAsked(settings))),
        new(
            "How much of a text stands, a few words at a time, in one source record?",
            [
                new("words", 5, 1, 50, Whole: true, "words in a sequence"),
                new("threshold", 0.5, 0.01, 1, Whole: false, "share of sequences from which a text counts as above half"),
                new("reworded", 0.6, 0.01, 1, Whole: false, "share of three-word sequences from which a text counts as a reworded copy"),
                new("characters", 30, 1, 1000, Whole: true, "characters in a run"),
                Preparation.LookAlikes,
            ],
            settings => new NGramOverlapAudit((int)settings["words"], settings["threshold"], settings["reworded"], (int)settings["characters"], Preparation.IsAsked(settings))),
        new(
            "What is the longest run of words or characters that a text shares with a source record?",
            [new("words", 12, 1, 1000, Whole: true, "words from which a run is long"), Preparation.LookAlikes],
            settings => new CommonSubstringAudit((int)settings["words"], Preparation.IsAsked(settings))),
        AuditKind.WithPatterns(
            "Does any text hold an e-mail address, a number, a name or another personal value of a source record?",
            [],
            (_, patterns) => new PiiReplayAudit(patterns)),
        new(
            "Can somebody who sees the synthetic text alone tell whom it was learned from?",
            [new("words", 8, 3, 50, Whole: true, "words in a row by which a record is recognised")],
            (settings, inputs) => new MembershipAudit(inputs, (int)settings["words"])),
        new(
            "Can somebody who fine-tunes a language model on the synthetic text tell whom it was learned from?",
            [],
            (_, inputs) => new ModelMembershipAudit(inputs)),
        new(
            "Does any text say in other words what one source record says?",
            [new("similarity", 0.75, 0.5, 1, Whole: false, "cosine from which two texts count as paraphrases")],
            (settings, inputs) => new SemanticOverlapAudit(inputs, settings["similarity"])) { Beside = ["exact-overlap", "ngram-overlap", "common-substring"] },
        new(
            "Can somebody who sees the texts alone name words that exactly one person of the source wrote?",
            [
                new("words", 4, 1, 10, Whole: true, "words that a predicate asks for together"),
                new("predicates", 3, 1, 50, Whole: true, "predicates made of each text"),
                new("seed", 1, 0, int.MaxValue, Whole: true, "seed of the choice of words and of the population"),
            ],
            settings => new SinglingOutAudit((int)settings["words"], (int)settings["predicates"], (int)settings["seed"])),
        new(
            "Can somebody who holds two halves of a record apart tell by the texts that they belong together?",
            [
                new("trials", 2000, 1, 1_000_000, Whole: true, "most units that are attacked in each part"),
                new("seed", 1, 0, int.MaxValue, Whole: true, "seed of the choice among more units"),
            ],
            settings => new LinkabilityAudit((int)settings["trials"], (int)settings["seed"])),
        new(
            "Can somebody who knows a record but for its label, or but for one word, take them from the texts?",
            [
                new("trials", 2000, 1, 1_000_000, Whole: true, "most units that are attacked in each part"),
                new("guesses", 10, 1, 1000, Whole: true, "words that are guessed for the one hidden"),
                new("seed", 1, 0, int.MaxValue, Whole: true, "seed of the hidden words and of the choice among more units"),
            ],
            settings => new InferenceAudit((int)settings["trials"], (int)settings["guesses"], (int)settings["seed"])),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Kinds.Select(kind => kind.Name)];

    /// <summary>The audit of that name, or null.</summary>
    public static AuditKind? Find(string name) => Kinds.FirstOrDefault(kind => kind.Name == name);

    /// <summary>Makes an audit with numbers alone.</summary>
    /// <inheritdoc cref="Create(string, AuditSettings, string, AuditInputs)"/>
    public static Audit Create(string name, IReadOnlyDictionary<string, double> numbers, string where, AuditInputs? inputs = null) =>
        Create(name, new AuditSettings(numbers), where, inputs);

    /// <summary>Makes an audit.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="settings">What is set; what is left out has its default.</param>
    /// <param name="where">File and line, for problems.</param>
    /// <param name="inputs">What there is besides the texts; an audit that lacks what it needs says so when it runs.</param>
    /// <exception cref="BadInputException">The name or a setting is unknown, a value is out of range, or a pattern cannot be used.</exception>
    public static Audit Create(string name, AuditSettings settings, string where, AuditInputs? inputs = null) =>
        Find(name)?.Create(settings, where, inputs)
        ?? throw new BadInputException(where, $"there is no audit '{name}'.", string.Join(", ", Names), NearestName.Of(name, Names));
}
