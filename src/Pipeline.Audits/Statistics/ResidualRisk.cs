using Pipeline.Core.Numerics;

namespace Pipeline.Audits.Statistics;

/// <summary>
/// The part of an attack's success that a control attack on people outside the data does not have (Giomi et al., "Anonymeter", 2023):
/// (a - c) / (1 - c) of Wilson's centres, with its half-width to first order. Not clipped: below 0 the attack did worse than
/// the control. Golden values: statistics.json, <c>residual_risk</c>.
/// </summary>
/// <param name="Value">The residual.</param>
/// <param name="Error">Half-width of its interval.</param>
/// <param name="Attack">Wilson's interval of the attack.</param>
/// <param name="Control">Wilson's interval of the control.</param>
public sealed record ResidualRisk(double Value, double Error, WilsonScore Attack, WilsonScore Control)
{
    /// <summary>The residual risk of hits among attacks on members and on controls.</summary>
    public static ResidualRisk Of(int attackHits, int attacks, int controlHits, int controls, double confidence = .95)
    {
        var (attack, control) = (WilsonScore.Of(attackHits, attacks, confidence), WilsonScore.Of(controlHits, controls, confidence));
        var (a, c) = (attack.Centre, control.Centre);
        var error = Math.Sqrt(Math.Pow(attack.HalfWidth / (1 - c), 2) + Math.Pow(control.HalfWidth * (a - 1) / ((1 - c) * (1 - c)), 2));
        return new ResidualRisk((a - c) / (1 - c), error, attack, control);
    }
}
