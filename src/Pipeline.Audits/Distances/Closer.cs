using System.Runtime.InteropServices;
using Pipeline.Core.Numerics;

namespace Pipeline.Audits.Distances;

/// <summary>Of how many vectors the nearest is of one list rather than of another.</summary>
/// <param name="ToFirst">Nearer to the first list.</param>
/// <param name="Ties">As near to both.</param>
/// <param name="ToSecond">Nearer to the second list.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Closer(int ToFirst, int Ties, int ToSecond)
{
    /// <summary>Compares nearest records vector by vector.</summary>
    public static Closer Of(IReadOnlyList<NearestRecord> first, IReadOnlyList<NearestRecord> second)
    {
        var pairs = first.Zip(second, (a, b) => Math.Abs(a.Distance - b.Distance) <= NearestRecords.Tie ? 0 : a.Distance < b.Distance ? 1 : -1).ToList();
        return new Closer(pairs.Count(sign => sign > 0), pairs.Count(sign => sign == 0), pairs.Count(sign => sign < 0));
    }

    /// <summary>How many were compared.</summary>
    public int Count => ToFirst + Ties + ToSecond;

    /// <summary>The p-value of "no more often nearer to the first than a coin would say", ties left out (sign test).</summary>
    public double SignTest => Binomial.AtLeast(ToFirst, ToFirst + ToSecond, .5);
}
