using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Numerics;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Synthesis.Attacks;

/// <summary>
/// The likelihood ratio between two worlds, the best test there is against Gaussian noise (Neyman and Pearson): the sum over
/// coordinates of signal times residual over variance. The attacker takes nobody's word for the noise: it measures the variance
/// of every coordinate, and where to draw the line, on repetitions whose coin it is told, and is judged on others. So noise that
/// is missing in one place, or the same each time, is an open door.
/// </summary>
/// <param name="worlds">The mechanism in both worlds.</param>
/// <param name="size">How many repetitions.</param>
/// <param name="coins">Where the coins come from.</param>
/// <param name="stage">What the progress is called.</param>
internal sealed class LikelihoodAttack(IShadowWorlds worlds, AttackSize size, INoiseSource coins, string stage)
{
    /// <summary>Repetitions that run side by side; what they find is put together in order, so that the result does not depend on it.</summary>
    private const int Chunk = 16;

    /// <summary>A coordinate without noise weighs this much less than infinitely: the rounding of doubles, relative to the others' noise.</summary>
    private const double LeastDeviation = 1e-7;

    /// <summary>Stands for the variance where nothing at all has noise.</summary>
    private const double NoNoise = 1e-300;

    /// <summary>Carries it out.</summary>
    public AttackCounts Run(IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var with = Enumerable.Range(0, size.Repetitions).Select(_ => coins.Coin()).ToArray();
        var weights = Weights(with, progress, cancellation);

        var (sums, counts) = (new double[2], new int[2]);
        ForEach(size.Listening, size.Aiming, with, progress, observed => Score(observed, weights), (repetition, score) =>
        {
            sums[with[repetition] ? 1 : 0] += score;
            counts[with[repetition] ? 1 : 0]++;
        }, cancellation);
        // A coin that fell one way only leaves the theoretical line: both worlds lie as far from zero.
        var threshold = counts[0] > 0 && counts[1] > 0 ? (sums[0] / counts[0] + sums[1] / counts[1]) / 2 : 0;

        int truePositives = 0, falseNegatives = 0, falsePositives = 0, trueNegatives = 0;
        ForEach(size.Listening + size.Aiming, size.Judged, with, progress, observed => Score(observed, weights), (repetition, score) =>
        {
            if (with[repetition] && score > threshold) truePositives++;
            else if (with[repetition]) falseNegatives++;
            else if (score > threshold) falsePositives++;
            else trueNegatives++;
        }, cancellation);
        return new AttackCounts(worlds.Group, new ConfusionTable(truePositives, falseNegatives, falsePositives, trueNegatives));
    }

    /// <summary>One over the measured variance of every coordinate.</summary>
    private double[] Weights(bool[] with, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var squares = new double[worlds.Coordinates];
        ForEach(0, size.Listening, with, progress, observed => observed, (repetition, observed) =>
        {
            var half = with[repetition] ? .5 : -.5;
            for (var j = 0; j < squares.Length; j++)
            {
                var noise = observed.Residual[j] - half * observed.Signal[j];
                squares[j] += noise * noise;
            }
        }, cancellation);
        var floor = LeastDeviation * LeastDeviation * squares.Max();
        return Array.ConvertAll(squares, square => size.Listening / Math.Max(Math.Max(square, floor), NoNoise));
    }

    private static double Score(Observation observed, double[] weights)
    {
        var score = 0.0;
        for (var j = 0; j < weights.Length; j++) score += observed.Signal[j] * observed.Residual[j] * weights[j];
        return score;
    }

    private void ForEach<T>(int first, int count, bool[] with, IProgress<StageProgress>? progress, Func<Observation, T> reduce, Action<int, T> take, CancellationToken cancellation)
    {
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        for (var start = first; start < first + count; start += Chunk)
        {
            var reduced = new T[Math.Min(Chunk, first + count - start)];
            Parallel.For(0, reduced.Length, options, i => reduced[i] = reduce(worlds.Observe(start + i, with[start + i], cancellation)));
            for (var i = 0; i < reduced.Length; i++) take(start + i, reduced[i]);
            progress?.Report(new StageProgress(stage, start + reduced.Length, size.Repetitions, "repetitions"));
        }
    }
}
