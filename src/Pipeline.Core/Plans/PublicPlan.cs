namespace Pipeline.Core.Plans;

/// <summary>
/// What anybody may know of such texts. It goes into prompts and into the choice among what the model wrote; nothing here
/// may come from the source.
/// </summary>
public sealed record PublicPlan
{
    /// <summary>The kind when the file names none.</summary>
    public const string AnyKind = "A short text by a person";

    /// <summary>What kind of text it is, such as <c>Customer message to the help desk</c>.</summary>
    public string Kind { get; init; } = AnyKind;

    /// <summary>First words that such texts may have; none leaves the beginning to the model.</summary>
    public IReadOnlyList<string> Openings { get; init; } = [];

    /// <summary>Words that such texts do not use; a proposal that holds one is dropped. Case does not matter.</summary>
    public IReadOnlyList<string> Avoid { get; init; } = [];

    /// <summary>The surface of such texts, into which proposals are rewritten; null leaves them as the model writes them.</summary>
    public StyleNote? Style { get; init; }

    /// <summary>
    /// Texts of each label that prompts may show, by label; empty for none. Written for this purpose or public already: a copy
    /// of a private text here would be found by the audits when the model repeats it, and by nobody when it does not.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Examples { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
