using Pipeline.Core.Numerics;

namespace Pipeline.Core.Privacy.Accounting;

/// <summary>
/// The composition of losses in one direction: their grids convolved by Fourier transforms. Every answer is above the exact one:
/// the grids dominate, what the window leaves out counts as infinite loss, and a proved bound on the rounding of the transforms
/// is added. docs/accounting.md has the argument.
/// </summary>
internal sealed class LossComposition
{
    /// <summary>Cells of the grid to the root of a loss's mean square: the grid then adds about a thousandth to delta.</summary>
    private const double CellsPerLoss = 80;

    /// <summary>No grid and no window is longer than this.</summary>
    private const int LongestGrid = 1 << 21;

    /// <summary>A longer window than this is worth a smaller tilt.</summary>
    private const int LongWindow = 1 << 17;

    /// <summary>Probability of losses beyond each grid's end, over the number of runs.</summary>
    private const double Beyond = 1e-22;

    /// <summary>What is smaller is written as 0, far below any rounding that is accounted for: doubles lose their speed near their end.</summary>
    private const double Vanishing = 1e-140;

    private readonly int[] times;
    private readonly LossGrid[] grids;
    private readonly LossBlocks[] blocks;
    private readonly double infinite;
    private readonly double step;
    private readonly int runs, untilted;

    /// <summary>Composes.</summary>
    public LossComposition(IReadOnlyList<PrivacyStep> steps, Direction direction)
    {
        times = [.. steps.Select(own => own.Times)];
        runs = times.Sum();
        var losses = steps.Select(own => own.Loss).ToList();
        var most = losses.Select(loss => Math.Min(PrivacyLoss.Greatest, loss.Reach(direction, Beyond / runs))).ToArray();
        var least = losses.Select(loss => -Math.Min(PrivacyLoss.Greatest, loss.Reach(Reverse(direction), Beyond / runs))).ToArray();
        // A tail may be that of the smallest loss alone, beyond the others' greatest: the grid is fine against that one too, within reason.
        var squares = losses.Select((loss, i) => LossSize.SquareOf(loss, direction, least[i], most[i])).ToArray();
        var mean = squares.Zip(times, (square, count) => count * square).Sum() / runs;
        var size = Math.Sqrt(Math.Clamp(squares.Zip(times, (square, count) => square * runs / count).Min(), mean / 100, mean));
        // Losses of no size at all leave only what is without bound; any step will do.
        if (!(size > 0)) size = 1;
        step = Math.Max(size / CellsPerLoss, most.Zip(least, (up, down) => up - down).Max() / LongestGrid);
        while (true)
        {
            grids = [.. losses.Select((loss, i) => LossGrid.Of(loss, direction, step, least[i], most[i]))];
            blocks = [.. grids.Select(grid => new LossBlocks(grid, step, size))];
            infinite = -NearZero.ExpMinusOne(grids.Zip(times, (grid, count) => count * NearZero.LogOnePlus(-Math.Min(1, grid.Infinite))).Sum());
            untilted = Window(0).Length;
            if (untilted <= LongestGrid) break;
            step *= 2;
        }
    }

    /// <summary>delta at epsilon.</summary>
    public double Delta(double epsilon) => Curve(Lowest(tilt => Cumulant(tilt) - tilt * epsilon)).At(epsilon);

    /// <summary>The least epsilon found, at least 0, whose delta is at most that given.</summary>
    public double Epsilon(double delta)
    {
        if (infinite >= delta) return double.PositiveInfinity;
        // The conversion of Rényi divergences finds where the answer lies, and so which tilt serves it.
        var curve = Curve(Lowest(tilt => (Cumulant(tilt) - Math.Log(delta) + tilt * Math.Log(tilt) - (1 + tilt) * Math.Log(1 + tilt)) / tilt));
        if (curve.At(0) <= delta) return 0;
        double low = 0, high = 1;
        while (curve.At(high) > delta)
        {
            if (high > 1e6) return double.PositiveInfinity;
            (low, high) = (high, 2 * high);
        }
        for (var halving = 0; halving < 60; halving++)
        {
            var middle = low + (high - low) / 2;
            if (curve.At(middle) > delta) low = middle;
            else high = middle;
        }
        return high;
    }

    /// <summary>
    /// Each grid times e^(tilt loss), made a distribution, transformed, raised to its number of runs, multiplied, transformed
    /// back. The tilt moves the middle of the distribution to the losses that matter, so that rounding is small beside them.
    /// </summary>
    private TiltedLoss Curve(double tilt)
    {
        var window = Window(tilt);
        // Beyond some tilt a law with a heavy tail turns into one of a few great losses, and needs room: less of a tilt will do.
        for (var room = Math.Max(LongWindow, 2 * untilted); window.Length > room && tilt > 1e-3; window = Window(tilt)) tilt *= .85;
        var (n, cumulant, spread, least) = (window.Length, 0.0, 0.0, 1.0);
        var (real, imaginary) = (new double[n], new double[n]);
        Array.Fill(real, 1);
        for (var j = 0; j < grids.Length; j++)
        {
            var (own, none) = (new double[n], new double[n]);
            var log = grids[j].LogMoment(tilt, step);
            cumulant += times[j] * log;
            var powers = new PowerSeries(tilt * grids[j].First * step - log, tilt * step);
            var place = (int)((grids[j].First % n + n) % n);
            foreach (var mass in grids[j].Mass)
            {
                own[place] += mass * powers.Next();
                if (++place == n) place = 0;
            }
            var norm = Dense.Norm(own);
            spread += times[j] * norm;
            least = Math.Min(least, norm);
            FastFourier.Transform(own, none, inverse: false);
            MultiplyByPower(real, imaginary, own, none, times[j]);
        }
        FastFourier.Transform(real, imaginary, inverse: true);
        var tilted = new double[n];
        for (var i = 0; i < n; i++) tilted[i] = real[((window.First + i) % n + n) % n] / n;

        var tail = Math.Exp(Math.Min(0, grids.Zip(times, (grid, count) => count * grid.LogMoment(tilt + window.Tilt, step)).Sum() - (tilt + window.Tilt) * (window.First + n) * step));
        var perTransform = FastFourier.ErrorPerLevel * Math.Log2(n);
        var product = 3 * FastFourier.UnitRoundoff;
        var rounding = 1.05 * ((perTransform + product) * spread + (perTransform + product * grids.Length) * least);
        return new TiltedLoss(tilted, window.First, step, tilt, cumulant, rounding, tail + infinite, 1 + runs * 1e-12);
    }

    /// <summary>real + i imaginary times (own + i none)^count, by repeated squaring.</summary>
    private static void MultiplyByPower(double[] real, double[] imaginary, double[] own, double[] none, int count)
    {
        for (var i = 0; i < real.Length; i++)
        {
            var (re, im, a, b) = (real[i], imaginary[i], own[i], none[i]);
            for (var left = count; ; left >>= 1)
            {
                if ((left & 1) != 0) (re, im) = (re * a - im * b, re * b + im * a);
                if (left <= 1) break;
                (a, b) = (a * a - b * b, 2 * a * b);
                if (Math.Abs(a) + Math.Abs(b) >= Vanishing) continue;
                (re, im) = (0, 0);
                break;
            }
            (real[i], imaginary[i]) = Math.Abs(re) + Math.Abs(im) < Vanishing ? (0, 0) : (re, im);
        }
    }

    /// <summary>The window outside which the tilted distribution has next to nothing, as Chernoff's bound shows: e^-23 on each side.</summary>
    private (long First, int Length, double Tilt) Window(double tilt)
    {
        const double Negligible = 23;
        var here = Cumulant(tilt);
        double End(double further) => (Cumulant(tilt + further) - here + Negligible) / further;
        double Begin(double less) => (here - Cumulant(tilt - less) - Negligible) / less;
        var up = Lowest(End);
        var (end, begin) = (End(up), Begin(Lowest(less => -Begin(less))));
        // Never beyond the sums that are possible at all.
        end = Math.Min(end, grids.Zip(times, (grid, count) => count * (double)(grid.First + grid.Mass.Length)).Sum() * step);
        begin = Math.Max(begin, grids.Zip(times, (grid, count) => count * (double)grid.First).Sum() * step);
        var cells = Math.Max(2, (end - begin) / step + 2);
        var length = cells > 2 * LongestGrid ? 2 * LongestGrid : (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)cells);
        return ((long)Math.Floor(begin / step), length, up);
    }

    private double Cumulant(double tilt)
    {
        var sum = 0.0;
        for (var j = 0; j < blocks.Length; j++) sum += times[j] * blocks[j].LogMoment(tilt);
        return sum;
    }

    /// <summary>Where a function of a positive number that falls and then rises is lowest, roughly: any choice is right, a good one is sharp.</summary>
    private static double Lowest(Func<double, double> function)
    {
        double low = -7, high = 9;
        for (var thirds = 0; thirds < 40; thirds++)
        {
            var (left, right) = (low + (high - low) / 3, high - (high - low) / 3);
            if (function(Math.Exp(left)) <= function(Math.Exp(right))) high = right;
            else low = left;
        }
        return Math.Exp((low + high) / 2);
    }

    private static Direction Reverse(Direction direction) => direction == Direction.Add ? Direction.Remove : Direction.Add;
}
