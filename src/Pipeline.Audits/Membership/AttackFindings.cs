using Pipeline.Audits.Statistics;
using Pipeline.Core.Evidence;
using Pipeline.Core.Numerics;

namespace Pipeline.Audits.Membership;

/// <summary>Scores of one attack.</summary>
/// <param name="Signal">Its name.</param>
/// <param name="Members">One score a unit learned from.</param>
/// <param name="NonMembers">One score a unit kept aside.</param>
internal sealed record Attack(string Signal, double[] Members, double[] NonMembers)
{
    /// <summary>Whether it tells any unit from any other.</summary>
    public bool Tells => Members.Concat(NonMembers).Distinct().Take(2).Count() == 2;
}

/// <summary>What several attacks on the same units came to: each by its area, all of them corrected together.</summary>
internal static class AttackFindings
{
    /// <summary>The greatest advantage of all attacks tried.</summary>
    public const string Advantage = "advantage over holdout";

    /// <summary>The greatest area of all attacks tried.</summary>
    public const string Auc = "auc";

    private static readonly (string Measure, double Rate)[] Rates = [("tpr at fpr 10 %", .1), ("tpr at fpr 1 %", .01), ("tpr at fpr 0.1 %", .001)];

    /// <summary>The area under the curve of one signal.</summary>
    public static string AucBy(string signal) => $"auc by {signal}";

    /// <summary>Every measure that attacks with these signals can yield.</summary>
    public static IEnumerable<string> Measures(IEnumerable<string> signals) => [Advantage, Auc, .. signals.Select(AucBy), .. Rates.Select(rate => rate.Measure)];

    /// <summary>The measurements. A rate that the non-members are too few for is left out, so that a policy which asks for it refuses.</summary>
    /// <exception cref="CannotMeasureException">No attack tells any unit from any other.</exception>
    public static IEnumerable<Measurement> Of(IReadOnlyList<Attack> tried, string units)
    {
        List<(string Signal, Roc Roc)> attacks = [.. tried.Where(attack => attack.Tells).Select(attack => (attack.Signal, new Roc(attack.Members, attack.NonMembers)))];
        if (attacks.Count == 0) throw new CannotMeasureException("no attack tells any record from any other, so none could have seen a leak");
        List<AreaUnderCurve> areas = [.. attacks.Select(attack => new AreaUnderCurve(attack.Roc.Auc, attack.Roc.StandardError, attack.Roc.Members, attack.Roc.NonMembers))];
        var (members, nonMembers) = (attacks[0].Roc.Members, attacks[0].Roc.NonMembers);
        var best = attacks.MaxBy(attack => attack.Roc.Auc).Signal;
        var together = attacks.Count == 1 ? "one attack was tried" : $"{attacks.Count} attacks were tried and are corrected together";

        yield return Measured(Advantage, new Greatest([.. areas.Select(area => new Advantage(area))]), MeasureUnit.Share, 0,
            $"How much more often an attack ranks a {units} that was learned from above one that was not than the reverse: {members} against {nonMembers}, best by {best}; {together}.");
        yield return Measured(Auc, new Greatest(areas), MeasureUnit.Number, AreaUnderCurve.Chance,
            $"The chance that the best of the attacks ranks a {units} that was learned from above one that was not; 0.5 is guessing. {Sentence(together)}.");
        foreach (var (attack, area) in attacks.Zip(areas))
            yield return Measured(AucBy(attack.Signal), area, MeasureUnit.Number, AreaUnderCurve.Chance, $"The same chance for the attack by {attack.Signal} alone.");
        foreach (var (measure, rate) in Rates)
        {
            if (!attacks[0].Roc.Resolves(rate)) continue;
            List<RocPoint> points = [.. attacks.Select(attack => attack.Roc.At(rate))];
            var admitted = points.Max(point => point.FalsePositives);
            // So many non-members tell the threshold's true rate only within an error; its far end stands for no leak.
            yield return Measured(measure, new Greatest([.. points.Select(point => new Proportion(point.TruePositives, members))]), MeasureUnit.Share,
                ClopperPearson.Upper(admitted, nonMembers, .95),
                $"Of every {units} that was learned from, the share that an attack recognises with at most {rate:P1} of the others taken for one: {admitted} of {nonMembers} here. {Sentence(together)}.");
        }
    }

    private static Measurement Measured(string measure, Statistic statistic, MeasureUnit unit, double noLeak, string meaning) =>
        new() { Measure = measure, Against = Against.Training, Statistic = statistic, Unit = unit, NoLeak = noLeak, Meaning = meaning };

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
