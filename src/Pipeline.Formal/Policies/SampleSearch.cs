using Pipeline.Core.Evidence;

namespace Pipeline.Formal.Policies;

/// <summary>What a sample's p-value should be: above one number and at most another.</summary>
/// <param name="Bound">The bound it is about.</param>
/// <param name="IsAbove">Whether it speaks of the true value being above the bound, or below.</param>
/// <param name="Place">Where it should stand.</param>
internal sealed record WantedP(double Bound, bool IsAbove, Place Place);

/// <summary>What a sample's power should be.</summary>
/// <param name="Bound">The leak to be seen.</param>
/// <param name="Confidence">Of showing it.</param>
/// <param name="Place">Where it should stand.</param>
internal sealed record WantedPower(double Bound, double Confidence, Place Place);

/// <summary>Finds k of n that a solver's p-values could have come from: models know no binomials, examples are real ones.</summary>
internal sealed class SampleSearch(IReadOnlyList<WantedP> p, IReadOnlyList<WantedPower> power)
{
    /// <summary>No example is sought beyond this size.</summary>
    public const int MostItems = 1_000_000;

    /// <summary>Round sizes first, as people choose them; then all small ones, then ever larger.</summary>
    public static IEnumerable<int> Sizes { get; } =
    [
        .. new[] { 100, 200, 400, 1000, 2000, 5000, 10_000, 50_000, 100_000, MostItems }, .. Enumerable.Range(1, 300),
        .. Enumerable.Range(0, 200).Select(step => (int)(300 * Math.Pow(1.1, step))).Where(n => n < MostItems),
    ];

    /// <summary>The fewest hits in n items that fit; null when none do.</summary>
    public Proportion? At(int n)
    {
        if (!power.All(wanted => Stands(new Proportion(0, n).Power(wanted.Bound, 0, wanted.Confidence), wanted.Place))) return null;
        int least = 0, most = n;
        foreach (var wanted in p)
        {
            var (low, high) = Hits(wanted, n);
            (least, most) = (Math.Max(least, low), Math.Min(most, high));
        }
        return least <= most ? new Proportion(least, n) : null;
    }

    /// <summary>A sample of any size; null when none of those tried fits.</summary>
    public Proportion? Any() => Sizes.Select(At).FirstOrDefault(found => found is not null);

    /// <summary>The numbers of hits with which p stands at its place: they lie side by side, since p rises or falls with them.</summary>
    private static (int Low, int High) Hits(WantedP wanted, int n)
    {
        double P(int k) => wanted.IsAbove ? new Proportion(k, n).PValueAbove(wanted.Bound) : new Proportion(k, n).PValueBelow(wanted.Bound);
        return wanted.IsAbove
            ? (First(n, k => P(k) > wanted.Place.Above), First(n, k => P(k) > wanted.Place.UpTo) - 1)
            : (First(n, k => P(k) <= wanted.Place.UpTo), First(n, k => P(k) <= wanted.Place.Above) - 1);
    }

    /// <summary>The first k from 0 to n for which it is true; n + 1 when there is none. True once, true for all greater k.</summary>
    private static int First(int n, Func<int, bool> isTrue)
    {
        int low = 0, high = n + 1;
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (isTrue(middle)) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private static bool Stands(double value, Place place) => value > place.Above && value <= place.UpTo;
}
