using Pipeline.Core.Numerics;

namespace Pipeline.Core.Evidence;

/// <summary>
/// The part of an attack's success on members that the same attack does not have on people outside the data: (a - c) / (1 - c) of the two
/// rates (Giomi et al., "Anonymeter", 2023). 0 for an attack that learns nothing of members, 1 for one that always succeeds on them. Anonymeter
/// bounds it to first order; here each rate is bounded exactly (Clopper-Pearson) with half of the error, so the bounds hold at any size.
/// Not a number where every control succeeded: then nothing is left to see.
/// </summary>
public sealed record Residual : Statistic
{
    /// <summary>Most of the control's hits that are reckoned with when power is computed, in standard deviations, and the step between.</summary>
    private const double Deviations = 4, DeviationStep = .25;

    /// <summary>Hits among attacks on members and among the same attacks on controls.</summary>
    /// <param name="hits">Successful attacks on members.</param>
    /// <param name="attacks">All of them, at least 1.</param>
    /// <param name="controlHits">Successful attacks on controls.</param>
    /// <param name="controls">All of them, at least 1.</param>
    public Residual(int hits, int attacks, int controlHits, int controls)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attacks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(controls, 1);
        (Attack, Control) = (new Proportion(hits, attacks), new Proportion(controlHits, controls));
    }

    /// <summary>Success on members.</summary>
    public Proportion Attack { get; }

    /// <summary>Success on controls.</summary>
    public Proportion Control { get; }

    /// <inheritdoc/>
    public override string Kind => "residual";

    /// <inheritdoc/>
    public override double Estimate => Control.K == Control.N ? double.NaN : Of(Attack.Estimate, Control.Estimate);

    /// <inheritdoc/>
    public override int N => Attack.N + Control.N;

    /// <inheritdoc/>
    public override double Upper(double confidence) => Of(Attack.Upper(Each(confidence)), Control.Lower(Each(confidence)));

    /// <inheritdoc/>
    public override double Lower(double confidence) => Of(Attack.Lower(Each(confidence)), Control.Upper(Each(confidence)));

    /// <inheritdoc/>
    /// <remarks>With the rates that were seen, at more attacks and controls in the ratio they have.</remarks>
    public override int NeededFor(double bound, double confidence)
    {
        if (!(Estimate < bound)) return int.MaxValue;
        return Sized(times => At(times).Upper(confidence) <= bound);

        Residual At(double times) => new((int)(times * Attack.K), Math.Max(1, (int)(times * Attack.N)), (int)(times * Control.K), Math.Max(1, (int)(times * Control.N)));
    }

    /// <inheritdoc/>
    public override double PValueAbove(double bound) => 2 * Crossing(
        control => Binomial.AtLeast(Control.K, Control.N, control),
        control => Rate(bound, control) is var rate && rate >= 1 ? 0 : Binomial.AtMost(Attack.K, Attack.N, Math.Max(0, rate)));

    /// <inheritdoc/>
    public override double PValueBelow(double bound) => 2 * Crossing(
        control => Rate(bound, control) is var rate && rate <= 0 ? 0 : Binomial.AtLeast(Attack.K, Attack.N, Math.Min(1, rate)),
        control => Binomial.AtMost(Control.K, Control.N, control));

    /// <inheritdoc/>
    /// <remarks>
    /// With the control's rate taken as its median-unbiased estimate. A leak is certainly shown where the control has at most some number of hits and
    /// the attack so many that its lower bound is above what the control's upper bound and <paramref name="noLeak"/> come to; the best such number is taken.
    /// </remarks>
    public override double Power(double effect, double noLeak, double confidence) =>
        effect <= noLeak ? 0 : Power(Shown(Attack.N, Control.N, noLeak, confidence), Attack.N, effect);

    /// <inheritdoc/>
    public override double SmallestEffect(double noLeak, double confidence, double power)
    {
        var shown = Shown(Attack.N, Control.N, noLeak, confidence);
        if (!(Power(shown, Attack.N, 1) >= power)) return double.PositiveInfinity;
        double low = noLeak, high = 1;
        for (var step = 0; step < 50; step++)
        {
            var middle = (low + high) / 2;
            if (Power(shown, Attack.N, middle) >= power) high = middle;
            else low = middle;
        }
        return high;
    }

    /// <inheritdoc/>
    public override int NeededForPower(double effect, double noLeak, double confidence, double power) => effect <= noLeak ? int.MaxValue : Sized(times =>
    {
        var (attacks, controls) = (Math.Max(1, (int)(times * Attack.N)), Math.Max(1, (int)(times * Control.N)));
        return Power(Shown(attacks, controls, noLeak, confidence), attacks, effect) >= power;
    });

    private double Power(List<(int Hits, double Chance)> shown, int attacks, double effect)
    {
        var rate = Math.Min(1, Rate(effect, Control.Upper(.5)));
        return shown.Max(pair => pair.Chance * Binomial.AtLeast(pair.Hits, attacks, rate));
    }

    /// <summary>For some numbers of the control's hits: the least hits that then show a leak, and the chance of no more of the control's.</summary>
    private List<(int Hits, double Chance)> Shown(int attacks, int controls, double noLeak, double confidence)
    {
        var control = Control.Upper(.5);
        var (mean, deviation) = (controls * control, Math.Sqrt(controls * control * (1 - control)));
        return [.. Enumerable.Range(0, (int)(Deviations / DeviationStep) + 1).Select(step => (int)Math.Min(controls, mean + step * DeviationStep * deviation)).Append(0).Distinct().Select(hits =>
            (Least(attacks, Rate(noLeak, ClopperPearson.Upper(hits, controls, Each(confidence))), 1 - Each(confidence)), Binomial.AtMost(hits, controls, control)))];
    }

    /// <summary>The fewest hits whose lower bound is above a rate.</summary>
    private static int Least(int attacks, double rate, double error)
    {
        int low = 0, high = attacks + 1; // no hit at all shows nothing; one more than all cannot be
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (Binomial.AtLeast(middle, attacks, Math.Clamp(rate, 0, 1)) < error) high = middle;
            else low = middle;
        }
        return high;
    }

    /// <summary>The decreasing function where it meets the increasing one, on [0, 1], and at most a half.</summary>
    private static double Crossing(Func<double, double> increasing, Func<double, double> decreasing)
    {
        double low = 0, high = 1;
        if (increasing(0) >= decreasing(0)) return Math.Min(.5, decreasing(0));
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            if (increasing(middle) >= decreasing(middle)) high = middle;
            else low = middle;
        }
        return Math.Min(.5, decreasing(high));
    }

    /// <summary>The least number of attacks and controls together, in the ratio they have, that is enough.</summary>
    private int Sized(Func<double, bool> enough)
    {
        double low = 0, high = 1;
        while (!enough(high))
        {
            if (high * N > int.MaxValue / 4) return int.MaxValue;
            (low, high) = (high, 2 * high);
        }
        while ((high - low) * N > 1)
        {
            var middle = (low + high) / 2;
            if (enough(middle)) high = middle;
            else low = middle;
        }
        return Items(high * N);
    }

    private static double Each(double confidence) => (1 + confidence) / 2;

    private static double Of(double attack, double control) => (attack - control) / (1 - control);

    /// <summary>The attack's rate that a residual and a control's rate come to.</summary>
    private static double Rate(double residual, double control) => control + residual * (1 - control);
}
