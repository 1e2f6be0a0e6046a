using Pipeline.Core.Numerics;

namespace Pipeline.Core.Privacy.Accounting;

/// <summary>
/// A privacy loss distribution on a grid that dominates the loss it was made from: connect the dots (Doroshenko, Ghazi, Kamath,
/// Kumar, Manurangsi 2022). The curve H(x) = delta(ln x) is convex; the polygon through its values at the grid points lies above
/// it, is itself the curve of a pair of distributions, and has its losses on the grid. docs/accounting.md has the argument.
/// </summary>
internal sealed class LossGrid
{
    /// <summary>Values of a curve are raised by this share, more than their own rounding.</summary>
    private const double CurveError = 1e-11;

    /// <summary>Masses are raised by this share, more than the rounding of the check that they reproduce the curve.</summary>
    private const double MassError = 2e-12;

    private LossGrid(long first, double[] mass, double infinite)
    {
        First = first;
        Mass = mass;
        Infinite = infinite;
    }

    /// <summary>The first loss is this many steps.</summary>
    public long First { get; }

    /// <summary>Probability of each loss under the first of the two distributions.</summary>
    public double[] Mass { get; }

    /// <summary>Probability of a loss without bound.</summary>
    public double Infinite { get; }

    /// <summary>ln E[e^(tilt loss)] over the finite losses.</summary>
    public double LogMoment(double tilt, double step)
    {
        // Relative to the end that weighs most, so that nothing overflows.
        var reference = tilt >= 0 ? First + Mass.Length - 1 : First;
        var (sum, powers) = (0.0, new PowerSeries(tilt * (First - reference) * step, tilt * step));
        foreach (var mass in Mass) sum += mass * powers.Next();
        return sum > 0 ? Math.Log(sum) + tilt * reference * step : double.NegativeInfinity;
    }

    /// <summary>Connects the dots.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="direction">Its direction.</param>
    /// <param name="step">The grid's step.</param>
    /// <param name="least">Where the grid begins, at most 0; smaller losses count as this one.</param>
    /// <param name="most">Where the grid ends, at least 0; greater losses count as infinite.</param>
    public static LossGrid Of(PrivacyLoss loss, Direction direction, double step, double least, double most)
    {
        var (first, last) = ((long)Math.Floor(least / step) - 1, (long)Math.Ceiling(most / step) + 1);
        var zero = (int)-first;
        // From epsilon = 0 on the curve itself; below, what it is above 1 - e^epsilon, which keeps the digits.
        var dots = new double[last - first + 1];
        for (var i = 0; i < dots.Length; i++)
        {
            var epsilon = (first + i) * step;
            dots[i] = i < zero ? loss.Excess(epsilon, direction) * (1 + CurveError) : Math.Min(1, loss.Delta(epsilon, direction) * (1 + CurveError));
        }
        if (!loss.Convex) LowerHull(dots, first, step, zero);
        var mass = Masses(dots, zero, step);
        var infinite = dots[^1];
        var raise = 1 + Shortfall(dots, mass, infinite, first, step, zero) + MassError;
        for (var i = 0; i < mass.Length; i++) mass[i] *= raise;
        return new LossGrid(first, mass, infinite * raise);
    }

    /// <summary>
    /// x_i times the bend of the polygon at x_i = e^(epsilon_i). A bend below 0 is rounding: leaving it out only adds mass.
    /// The piece before the first dot comes from H(0) = 1.
    /// </summary>
    private static double[] Masses(double[] dots, int zero, double step)
    {
        var (up, down) = (NearZero.ExpMinusOne(step), -NearZero.ExpMinusOne(-step));
        var mass = new double[dots.Length];
        mass[0] = (dots[1] - dots[0]) / up - dots[0];
        for (var i = 1; i < dots.Length; i++)
        {
            var before = (i <= zero ? dots[i] - dots[i - 1] : dots[i - 1] - dots[i]) / down;
            var after = i == dots.Length - 1 ? 0 : (i < zero ? dots[i + 1] - dots[i] : dots[i] - dots[i + 1]) / up;
            mass[i] = i < zero ? after - before : i == zero ? 1 - before - after : before - after;
        }
        for (var i = 0; i < mass.Length; i++) mass[i] = Math.Max(0, mass[i]);
        return mass;
    }

    /// <summary>By which share the masses' own curve is below a dot, at worst; 0 when it is nowhere.</summary>
    private static double Shortfall(double[] dots, double[] mass, double infinite, long first, double step, int zero)
    {
        var shrink = Math.Exp(-step);
        double above = 0, weighted = 0, worst = 0;
        for (var i = dots.Length - 1; i >= 0; i--)
        {
            var asked = i < zero ? -NearZero.ExpMinusOne((first + i) * step) + dots[i] : dots[i];
            var reached = infinite + above - weighted;
            if (asked > reached && asked > 1e-300) worst = Math.Max(worst, reached > 0 ? asked / reached - 1 : double.PositiveInfinity);
            above += mass[i];
            weighted = shrink * (weighted + mass[i]);
        }
        return worst;
    }

    /// <summary>
    /// A bound above a curve need not be convex. The curve is, and it is below every dot, so it is below the greatest convex
    /// function through them too: their lower hull, with H(0) = 1 as the first dot.
    /// </summary>
    private static void LowerHull(double[] dots, long first, double step, int zero)
    {
        double X(int i) => i < 0 ? 0 : Math.Exp((first + i) * step);
        double H(int i) => i < 0 ? 1 : i < zero ? 1 - X(i) + dots[i] : dots[i];
        var hull = new List<int> { -1 };
        for (var i = 0; i < dots.Length; i++)
        {
            while (hull.Count >= 2 && (H(hull[^1]) - H(hull[^2])) / (X(hull[^1]) - X(hull[^2])) >= (H(i) - H(hull[^1])) / (X(i) - X(hull[^1]))) hull.RemoveAt(hull.Count - 1);
            hull.Add(i);
        }
        for (var edge = 1; edge < hull.Count; edge++)
        {
            var (from, to) = (hull[edge - 1], hull[edge]);
            var (x, h) = (X(from), H(from));
            var slope = (H(to) - h) / (X(to) - x);
            for (var i = from + 1; i < to; i++)
            {
                var on = h + slope * (X(i) - x);
                dots[i] = i < zero ? Math.Max(0, on - 1 + X(i)) : Math.Max(0, on);
            }
        }
    }
}
