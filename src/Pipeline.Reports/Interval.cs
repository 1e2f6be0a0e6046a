using System.Runtime.InteropServices;
using Pipeline.Core.Evidence;

namespace Pipeline.Reports;

/// <summary>A 95 % interval: half of the error on either side. Policies judge one-sided bounds, which are tighter.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Interval(double Lower, double Upper)
{
    private const double EachSide = 0.975;

    public static Interval Of(Statistic statistic) => new(statistic.Lower(EachSide), statistic.Upper(EachSide));
}
