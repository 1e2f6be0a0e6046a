using System.Text.RegularExpressions;
using Pipeline.Audits.Text;
using Pipeline.Core.Plans;

namespace Pipeline.Audits.People;

/// <summary>
/// Values of a kind that a suite describes. The expression runs without backtracking and under a time limit; when the limit is reached the
/// audit fails, and so the release.
/// </summary>
internal sealed class PatternDetector(ValuePattern pattern) : PersonalDetector
{
    private readonly Regex regex = pattern.Compile();

    public override PersonalKind Kind => PersonalKind.Custom;

    public override IEnumerable<TextSpan> Find(string folded)
    {
        for (var match = regex.Match(folded); match.Success; match = match.NextMatch())
            if (match.Length > 0) yield return SpanOf(match);
    }

    /// <summary>Values of different patterns are different values.</summary>
    public override string KeyOf(string foldedValue) => $"{pattern.Name}:{TextNormaliser.Full(foldedValue)}";
}
