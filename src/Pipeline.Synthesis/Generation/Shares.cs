namespace Pipeline.Synthesis.Generation;

/// <summary>
/// Deals texts out to lanes, in a way fixed by the prompts alone, so that what is computed together never depends on which
/// thread was faster. A prompt's texts stay in one lane, which then reads it alone, unless they are so many that a lane
/// would wait for another.
/// </summary>
internal static class Shares
{
    /// <summary>A prompt with more of a lane's fair share than this is split over all lanes.</summary>
    private const double LargestWhole = .25;

    /// <summary>The texts of each lane, in order of prompts and samples.</summary>
    public static List<Draw>[] Of(IReadOnlyList<GenerationPrompt> prompts, int lanes)
    {
        List<Draw>[] shares = [.. Enumerable.Range(0, lanes).Select(_ => new List<Draw>())];
        var fair = prompts.Sum(prompt => prompt.Count) / (double)lanes;
        for (var prompt = 0; prompt < prompts.Count; prompt++)
        {
            var whole = prompts[prompt].Count <= LargestWhole * fair;
            var least = whole ? Array.IndexOf(shares, shares.MinBy(share => share.Count)) : 0;
            for (var sample = 0; sample < prompts[prompt].Count; sample++)
                shares[whole ? least : sample % lanes].Add(new Draw(prompt, sample));
        }
        return shares;
    }
}
