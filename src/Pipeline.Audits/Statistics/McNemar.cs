using Pipeline.Core.Numerics;

namespace Pipeline.Audits.Statistics;

/// <summary>
/// McNemar's exact test of paired yes-or-no answers: b pairs went one way, c the other, and without a difference each way is as
/// likely. Golden values: statistics.json, <c>mcnemar_exact</c>.
/// </summary>
public static class McNemar
{
    /// <summary>Two-sided p-value; 1 when no pair differs.</summary>
    public static double Exact(int b, int c) => Math.Min(1, Tail(b, c));

    /// <summary>The same with only half of the observed outcome's probability (mid-p): less cautious, nearer to its nominal error.</summary>
    public static double MidP(int b, int c)
    {
        var observed = Math.Exp(Binomial.LogChoose(b + c, Math.Min(b, c)) - (b + c) * Math.Log(2));
        return Math.Min(1, Tail(b, c) - observed);
    }

    private static double Tail(int b, int c) => 2 * Binomial.AtMost(Math.Min(b, c), b + c, .5);
}
