using Pipeline.Core.Evidence;
using Pipeline.Formal.Policies;

namespace Pipeline.Formal.Explaining;

/// <summary>Searches among samples that are better, or worse, in one thing only.</summary>
internal static class Samples
{
    /// <summary>The first k from <paramref name="from"/> to <paramref name="to"/>, in either direction, for which it is true; null when it is true for none. Monotone: once true, true.</summary>
    public static int? First(int from, int to, Func<int, bool> isTrue)
    {
        var step = from <= to ? 1 : -1;
        if (!isTrue(to)) return null;
        long low = -1, high = Math.Abs((long)to - from);
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (isTrue((int)(from + step * middle))) high = middle;
            else low = middle;
        }
        return (int)(from + step * high);
    }

    /// <summary>The situation with the sample of a finding changed.</summary>
    public static Situation With(Situation situation, FindingName name, Statistic statistic) =>
        IdealSituations.With(situation, name, finding => finding with { Statistic = statistic });
}
