namespace Pipeline.Synthesis.Selection;

/// <summary>How many texts of each class a candidate has.</summary>
public static class ClassQuotas
{
    /// <summary>Fewest texts of a class in a candidate that follows the sizes: with one alone nothing is matched.</summary>
    public const int Least = 2;

    /// <summary>As many of each; the first classes have one more where it does not divide.</summary>
    public static int[] Even(int texts, int classes) => [.. Enumerable.Range(0, classes).Select(c => texts / classes + (c < texts % classes ? 1 : 0))];

    /// <summary>
    /// In proportion to the released noisy sizes, at least two of each where the texts suffice, and never more than there are to
    /// choose from: what a class cannot give, the others do.
    /// </summary>
    /// <param name="texts">Texts in all.</param>
    /// <param name="sizes">Noisy number of private records of each class, positive.</param>
    /// <param name="available">Proposals of each class.</param>
    public static int[] AsReleased(int texts, IReadOnlyList<double> sizes, IReadOnlyList<int> available)
    {
        var least = Math.Min(Least, texts / sizes.Count);
        int[] wanted = [.. available.Select(room => Math.Min(least, room))];
        // One text at a time to the class that is furthest below its share (Webster's divisors).
        for (var left = texts - wanted.Sum(); left > 0; left--)
        {
            var best = -1;
            for (var c = 0; c < wanted.Length; c++)
                if (wanted[c] < available[c] && (best < 0 || sizes[c] / (wanted[c] + .5) > sizes[best] / (wanted[best] + .5))) best = c;
            if (best < 0) break;
            wanted[best]++;
        }
        return wanted;
    }
}
