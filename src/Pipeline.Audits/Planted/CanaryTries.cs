using Pipeline.Core.Numerics;

namespace Pipeline.Audits.Planted;

/// <summary>
/// Guesses by scores: the canaries that score highest are said to be in, those that score lowest to be out. Two numbers of guesses
/// are tried, fixed beforehand: four fifths of the canaries, since coins seldom fall evenly, and the quarter of which the scores are
/// surest. Ties fall by the canaries' order, which has nothing to do with their coins.
/// </summary>
internal static class CanaryTries
{
    /// <summary>One score a canary, to guesses made and guesses right of each try.</summary>
    public static IEnumerable<OneRunGuesses> Of(IReadOnlyList<double> scores, IReadOnlyList<bool> isIn)
    {
        int[] order = [.. Enumerable.Range(0, scores.Count).OrderByDescending(i => scores[i]).ThenBy(i => i)];
        foreach (var each in (int[])[2 * order.Length / 5, Math.Max(1, order.Length / 8)])
            yield return new OneRunGuesses(2 * each, order[..each].Count(i => isIn[i]) + order[^each..].Count(i => !isIn[i]));
    }
}
