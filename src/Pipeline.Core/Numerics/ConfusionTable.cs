namespace Pipeline.Core.Numerics;

/// <summary>
/// What an attack with a fixed threshold said of members and non-members, over many runs or many independent targets. Golden values:
/// statistics.json, <c>epsilon_from_table</c> and <c>risk_ratio_lower</c>.
/// </summary>
/// <param name="TruePositives">Members called members.</param>
/// <param name="FalseNegatives">Members called non-members.</param>
/// <param name="FalsePositives">Non-members called members.</param>
/// <param name="TrueNegatives">Non-members called non-members.</param>
public sealed record ConfusionTable(int TruePositives, int FalseNegatives, int FalsePositives, int TrueNegatives)
{
    /// <summary>How many members there were.</summary>
    public int Members => TruePositives + FalseNegatives;

    /// <summary>How many non-members there were.</summary>
    public int NonMembers => FalsePositives + TrueNegatives;

    /// <summary>TPR / FPR; infinite when no non-member was called a member.</summary>
    public double RiskRatio => (double)TruePositives * NonMembers / ((double)Members * FalsePositives);

    /// <summary>
    /// A lower bound of epsilon: an (epsilon, delta)-private mechanism keeps TPR &lt;= e^epsilon FPR + delta, and the same with both
    /// reversed (Kairouz, Oh, Viswanath 2015). Both rates are bounded by Clopper-Pearson, each with half of the error, so that
    /// both bounds hold together.
    /// </summary>
    public double EpsilonLower(double delta, double confidence)
    {
        var each = 1 - (1 - confidence) / 2;
        var (truePositive, falsePositive) = (ClopperPearson.Lower(TruePositives, Members, each), ClopperPearson.Upper(FalsePositives, NonMembers, each));
        return Math.Max(0, Math.Max(
            LogRatio(truePositive - delta, falsePositive),
            LogRatio(1 - falsePositive - delta, ClopperPearson.Upper(FalseNegatives, Members, each))));

        static double LogRatio(double top, double bottom) => top > 0 && bottom > 0 ? Math.Log(top / bottom) : 0;
    }

    /// <summary>One-sided lower bound of the risk ratio on the logarithmic scale (Katz et al. 1978); NaN without true or false positives.</summary>
    public double RiskRatioLowerKatz(double confidence) =>
        TruePositives == 0 || FalsePositives == 0 ? double.NaN : RiskRatio * Math.Exp(-Normal.Quantile(confidence) * Math.Sqrt(Spread));

    /// <summary>One-sided lower bound of the risk ratio by Bailey's cube-root method (1987); NaN without true or false positives.</summary>
    public double RiskRatioLowerBailey(double confidence)
    {
        if (TruePositives == 0 || FalsePositives == 0) return double.NaN;
        var z = Normal.Quantile(confidence);
        var (missed, rejected) = ((double)FalseNegatives / Members, (double)TrueNegatives / NonMembers);
        var root = Math.Sqrt(Spread - z * z * missed * rejected / (9.0 * TruePositives * FalsePositives));
        return RiskRatio * Math.Pow((1 - z / 3 * root) / (1 - z * z * rejected / (9.0 * FalsePositives)), 3);
    }

    /// <summary>Variance of the logarithm of the risk ratio, to first order.</summary>
    private double Spread => (double)FalseNegatives / Members / TruePositives + (double)TrueNegatives / NonMembers / FalsePositives;
}
