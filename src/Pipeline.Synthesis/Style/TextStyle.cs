using Pipeline.Core.Plans;

namespace Pipeline.Synthesis.Style;

/// <summary>The surface one text is to have. What is null is left as it is.</summary>
/// <param name="Casing">The casing of letters.</param>
/// <param name="Punctuation">The place of marks.</param>
/// <param name="Ending">The ending.</param>
/// <param name="Apostrophes">The apostrophe.</param>
/// <param name="Lines">The shape of lines.</param>
/// <param name="MostWords">The length that the text should not be above, where leaving out its last sentences can reach it.</param>
public sealed record TextStyle(
    LetterCasing? Casing = null, MarkSpacing? Punctuation = null, TextEnding? Ending = null, ApostropheMark? Apostrophes = null, LineShape? Lines = null, int? MostWords = null);
