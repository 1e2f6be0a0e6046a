using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

/// <summary>
/// Recognises one kind of personal value by structure, check digits and the words around it. It is given a <see cref="FoldedText"/>'s text,
/// and its spans are places in that.
/// </summary>
internal abstract class PersonalDetector
{
    /// <summary>No expression here comes near it on sound text; one that does fails the audit, and so the release.</summary>
    protected const int TimeoutMilliseconds = 10_000;

    /// <summary>What may not stand right before a number: it would be the tail of a longer one.</summary>
    protected const string NotBefore = @"(?<![0-9A-Za-z]|[0-9][-./])";

    /// <summary>What may not stand right behind a number.</summary>
    protected const string NotBehind = @"(?![0-9A-Za-z]|[-./][0-9])";

    public abstract PersonalKind Kind { get; }

    public abstract IEnumerable<TextSpan> Find(string folded);

    /// <summary>The value as it is compared: by default its letters and digits, folded.</summary>
    public virtual string KeyOf(string foldedValue) => string.Concat(TextNormaliser.Full(foldedValue).Where(char.IsLetterOrDigit));

    protected static string Digits(string value) => string.Concat(value.Where(char.IsAsciiDigit));

    protected static TextSpan SpanOf(Capture capture) => new(capture.Index, capture.Length);

    /// <summary>The spans of the group called value, or of the whole match.</summary>
    protected static IEnumerable<TextSpan> Matches(Regex regex, string text)
    {
        for (var match = regex.Match(text); match.Success; match = match.NextMatch())
            yield return SpanOf(match.Groups.TryGetValue("value", out var value) && value.Success ? value : match);
    }
}
