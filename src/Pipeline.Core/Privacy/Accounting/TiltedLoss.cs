namespace Pipeline.Core.Privacy.Accounting;

/// <summary>A composed distribution of losses, times e^(tilt loss - cumulant), and the delta that it shows for every epsilon.</summary>
internal sealed class TiltedLoss
{
    private readonly double[] above, weighted;
    private readonly long first;
    private readonly double step, tilt, cumulant, rounding, certain, raise, norm;

    /// <param name="mass">The tilted distribution on the window.</param>
    /// <param name="first">The window's first loss, in steps.</param>
    /// <param name="step">The grid's step.</param>
    /// <param name="tilt">The tilt.</param>
    /// <param name="cumulant">Logarithm of the moment that it was divided by.</param>
    /// <param name="rounding">Bound on the Euclidean norm of the rounding in <paramref name="mass"/>.</param>
    /// <param name="certain">Probability that counts as infinite loss.</param>
    /// <param name="raise">Factor for relative rounding.</param>
    public TiltedLoss(double[] mass, long first, double step, double tilt, double cumulant, double rounding, double certain, double raise)
    {
        (this.first, this.step, this.tilt, this.cumulant, this.rounding, this.certain, this.raise) = (first, step, tilt, cumulant, rounding, certain, raise);
        (above, weighted) = (new double[mass.Length + 1], new double[mass.Length + 1]);
        var (untilt, discount) = (Math.Exp(-tilt * step), Math.Exp(-(tilt + 1) * step));
        for (var i = mass.Length - 1; i >= 0; i--)
        {
            above[i] = mass[i] + untilt * above[i + 1];
            weighted[i] = mass[i] + discount * weighted[i + 1];
        }
        norm = Math.Min(Math.Sqrt(mass.Length), 1 / Math.Sqrt(-Numerics.NearZero.ExpMinusOne(-2 * tilt * step)));
    }

    /// <summary>
    /// Sum over losses l above epsilon of (1 - e^(epsilon - l)) P[l]. The rounding meets weights that fall as e^(-tilt l), so by
    /// Cauchy and Schwarz it is within their norm times its own.
    /// </summary>
    public double At(double epsilon)
    {
        var i = (int)Math.Clamp(Math.Floor(epsilon / step) + 1 - first, 0, above.Length - 1);
        var loss = (first + i) * step;
        var scale = Math.Exp(cumulant - tilt * loss);
        var sum = i == above.Length - 1 ? 0 : above[i] - Math.Exp(epsilon - loss) * weighted[i] + norm * rounding;
        var delta = (sum <= 0 ? 0 : scale * sum * raise) + certain;
        // What cannot be computed proves nothing.
        return double.IsNaN(delta) ? 1 : Math.Clamp(delta, 0, 1);
    }
}

/// <summary>A grid in fewer pieces, each with its mass at its mean: enough to choose a tilt and a window by.</summary>
internal sealed class LossBlocks
{
    private readonly double[] losses, masses;

    /// <summary>Pieces are single cells near 0 and grow with the loss.</summary>
    public LossBlocks(LossGrid grid, double step, double size)
    {
        var (at, of) = (new List<double>(), new List<double>());
        for (var i = 0; i < grid.Mass.Length;)
        {
            var width = Math.Max(1, (int)((Math.Abs((grid.First + i) * step) - 10 * size) / 100 / step));
            var (mass, moment) = (0.0, 0.0);
            for (var end = Math.Min(grid.Mass.Length, i + width); i < end; i++)
            {
                mass += grid.Mass[i];
                moment += grid.Mass[i] * (grid.First + i) * step;
            }
            if (mass <= 0) continue;
            at.Add(moment / mass);
            of.Add(Math.Log(mass));
        }
        (losses, masses) = ([.. at], [.. of]);
    }

    /// <summary>ln E[e^(tilt loss)].</summary>
    public double LogMoment(double tilt)
    {
        var greatest = double.NegativeInfinity;
        for (var i = 0; i < losses.Length; i++) greatest = Math.Max(greatest, masses[i] + tilt * losses[i]);
        var sum = 0.0;
        for (var i = 0; i < losses.Length; i++) sum += Math.Exp(masses[i] + tilt * losses[i] - greatest);
        return greatest + Math.Log(sum);
    }
}
