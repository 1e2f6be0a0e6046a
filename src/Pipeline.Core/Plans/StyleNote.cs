namespace Pipeline.Core.Plans;

/// <summary>How the letters of a text are cased.</summary>
public enum LetterCasing
{
    /// <summary>All lower case.</summary>
    Lower,

    /// <summary>Sentences begin with a capital.</summary>
    Sentence,

    /// <summary>All upper case.</summary>
    Upper,
}

/// <summary>Where a text puts its punctuation marks.</summary>
public enum MarkSpacing
{
    /// <summary>With a space before them: <c>good , but long .</c></summary>
    Spaced,

    /// <summary>At the word before them: <c>good, but long.</c></summary>
    Attached,
}

/// <summary>How a text ends.</summary>
public enum TextEnding
{
    /// <summary>With a mark that ends a sentence.</summary>
    Punctuated,

    /// <summary>Without one.</summary>
    Open,
}

/// <summary>Which apostrophe a text uses.</summary>
public enum ApostropheMark
{
    /// <summary>The typewriter's: <c>it's</c>.</summary>
    Straight,

    /// <summary>The typographer's: <c>it’s</c>.</summary>
    Curly,
}

/// <summary>How a text is laid out in lines.</summary>
public enum LineShape
{
    /// <summary>All on one line.</summary>
    Single,

    /// <summary>On several lines, none of them blank.</summary>
    Several,

    /// <summary>In paragraphs with blank lines between them.</summary>
    Blank,
}

/// <summary>
/// What anybody may know of the surface of such texts; nothing here may come from the source. What is null is left as the
/// model writes it.
/// </summary>
public sealed record StyleNote
{
    /// <summary>The casing of letters.</summary>
    public LetterCasing? Casing { get; init; }

    /// <summary>The place of punctuation marks.</summary>
    public MarkSpacing? Punctuation { get; init; }

    /// <summary>The ending.</summary>
    public TextEnding? Ending { get; init; }

    /// <summary>The apostrophe.</summary>
    public ApostropheMark? Apostrophes { get; init; }

    /// <summary>The shape of lines.</summary>
    public LineShape? Lines { get; init; }

    /// <summary>The fewest words such a text has.</summary>
    public int? LeastWords { get; init; }

    /// <summary>The most words such a text has.</summary>
    public int? MostWords { get; init; }
}
