namespace Pipeline.Audits.Text;

/// <summary>What a text is cut into before it is compared.</summary>
public enum TextUnit
{
    /// <summary>Words; in scripts without spaces each base character is one.</summary>
    Word,

    /// <summary>Words and every other code point that is not white space.</summary>
    Token,

    /// <summary>Code points, spaces included.</summary>
    Character,
}
