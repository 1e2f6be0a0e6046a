using System.Runtime.InteropServices;
using Pipeline.Core.Numerics;

namespace Pipeline.Audits.Statistics;

/// <summary>
/// Fisher's exact test of a two by two table: are hits as frequent in both rows? Golden values: statistics.json, <c>fisher_exact</c>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FisherExact
{
    /// <summary>Tables whose probabilities differ by rounding alone count as equally likely.</summary>
    private const double Rounding = 1 + 1e-9;

    /// <summary>The test of the table with rows (a, b) and (c, d).</summary>
    public FisherExact(int a, int b, int c, int d)
    {
        var (row, column, all) = (a + b, a + c, a + b + c + d);
        var observed = Probability(a);
        double greater = 0, less = 0, unlikely = 0;
        for (var x = Math.Max(0, column - (all - row)); x <= Math.Min(row, column); x++)
        {
            var p = Probability(x);
            if (x >= a) greater += p;
            if (x <= a) less += p;
            if (p <= observed * Rounding) unlikely += p;
        }
        (Greater, Less, TwoSided) = (Math.Min(1, greater), Math.Min(1, less), Math.Min(1, unlikely));

        double Probability(int x) =>
            Math.Exp(Binomial.LogChoose(row, x) + Binomial.LogChoose(all - row, column - x) - Binomial.LogChoose(all, column));
    }

    /// <summary>P[as many hits in the first row or more].</summary>
    public double Greater { get; }

    /// <summary>P[as many hits in the first row or fewer].</summary>
    public double Less { get; }

    /// <summary>P[a table no more likely than this one].</summary>
    public double TwoSided { get; }
}
