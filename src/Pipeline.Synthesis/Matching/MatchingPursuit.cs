using Pipeline.Core.Numerics;

namespace Pipeline.Synthesis.Matching;

/// <summary>The texts matching pursuit chose among its candidates.</summary>
/// <param name="Greedy">Candidates in the order they were added.</param>
/// <param name="GreedyLosses">The loss after each was added.</param>
/// <param name="Chosen">The candidates after the swap passes.</param>
/// <param name="Loss">Their loss: the residual |mean - target|^2 / |target|^2.</param>
/// <param name="Passes">Swap passes made, the last of which moved nothing.</param>
/// <param name="Moves">Swaps accepted.</param>
public sealed record Match(
    IReadOnlyList<int> Greedy, IReadOnlyList<double> GreedyLosses, IReadOnlyList<int> Chosen, double Loss, int Passes, int Moves)
{
    /// <summary>The loss before the swap passes.</summary>
    public double LossBefore => GreedyLosses[^1];
}

/// <summary>
/// Chooses n texts whose mean gradient comes nearest to a target: adds the text that most lowers the loss, then swaps
/// single texts until no swap lowers it by more than 1e-9. Every accepted swap lowers the loss over a finite set, so it
/// ends, at a set that no single swap improves. Deterministic: ties go to the lowest index. docs/synthesis.md, section 4.
/// </summary>
public static class MatchingPursuit
{
    /// <summary>The least gain for which a swap is made.</summary>
    public const double LeastGain = 1e-9;

    /// <summary>Matches the class means at W = 0, where every text's gradient is a fixed multiple of its phi.</summary>
    /// <param name="phi">Candidates of one class, [texts][d].</param>
    /// <param name="target">The class's target mean of phi.</param>
    /// <param name="count">How many to choose.</param>
    /// <param name="cancellation">Stops between choices.</param>
    public static Match AtZero(double[][] phi, double[] target, int count, CancellationToken cancellation = default) =>
        Choose(phi, [target], count, cancellation);

    /// <summary>Matches gradients at several heads at once: each point counts alike, relative to its own target.</summary>
    /// <param name="gradients">Each candidate's gradients at all points, laid end to end.</param>
    /// <param name="targets">The target at each point, in the same order.</param>
    /// <param name="count">How many to choose.</param>
    /// <param name="cancellation">Stops between choices.</param>
    /// <exception cref="ArgumentException">More texts are asked for than there are candidates.</exception>
    public static Match Choose(double[][] gradients, IReadOnlyList<double[]> targets, int count, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (count > gradients.Length) throw new ArgumentException($"{count} texts are asked for among {gradients.Length} candidates.", nameof(count));
        var weights = targets.SelectMany(target => Enumerable.Repeat(Weight(target, targets.Count), target.Length)).ToArray();
        var goal = Weighted([.. targets.SelectMany(target => target)], weights);
        var search = new Search(gradients.Select(gradient => Weighted(gradient, weights)).ToArray(), goal, cancellation);
        return search.Run(count);
    }

    /// <summary>Square root of 1 / (points * |target|^2); a target of zero is matched in absolute terms.</summary>
    private static double Weight(double[] target, int points)
    {
        var norm = Dense.Norm(target);
        return 1 / ((norm > 0 ? norm : 1) * Math.Sqrt(points));
    }

    private static double[] Weighted(double[] x, double[] weights)
    {
        if (x.Length != weights.Length) throw new ArgumentException("A candidate and the target differ in length.", nameof(x));
        var product = new double[x.Length];
        for (var j = 0; j < x.Length; j++) product[j] = x[j] * weights[j];
        return product;
    }

    /// <summary>The loss of adding g to a sum is |u|^2 + 2 u.g/n + |g|^2/n^2 with u = sum/n - goal: one product a candidate.</summary>
    private sealed class Search(double[][] gradients, double[] goal, CancellationToken cancellation)
    {
        private readonly double[] squares = Array.ConvertAll(gradients, g => Dense.Dot(g, g));
        private readonly bool[] taken = new bool[gradients.Length];
        private readonly double[] sum = new double[goal.Length];

        public Match Run(int count)
        {
            var chosen = new List<int>(count);
            var losses = new List<double>(count);
            while (chosen.Count < count)
            {
                var (best, loss) = Best(chosen.Count + 1);
                Take(best);
                chosen.Add(best);
                losses.Add(loss);
            }
            int[] greedy = [.. chosen];
            var (passes, moves, moved) = (0, 0, true);
            for (; moved; passes++)
            {
                moved = false;
                for (var a = 0; a < count; a++)
                {
                    var before = Loss(count);
                    Dense.AddScaled(sum, -1, gradients[chosen[a]]);
                    var (best, loss) = Best(count);
                    if (best >= 0 && loss < before - LeastGain)
                    {
                        taken[chosen[a]] = false;
                        chosen[a] = best;
                        taken[best] = moved = true;
                        moves++;
                    }
                    Dense.AddScaled(sum, 1, gradients[chosen[a]]);
                }
            }
            return new Match(greedy, losses, chosen, Loss(count), passes, moves);
        }

        private double Loss(int count)
        {
            var away = Away(count);
            return Dense.Dot(away, away);
        }

        private double[] Away(int count)
        {
            var away = new double[sum.Length];
            for (var j = 0; j < away.Length; j++) away[j] = sum[j] / count - goal[j];
            return away;
        }

        private (int Index, double Loss) Best(int count)
        {
            cancellation.ThrowIfCancellationRequested();
            var away = Away(count);
            var square = Dense.Dot(away, away);
            var (best, least) = (-1, double.PositiveInfinity);
            for (var i = 0; i < gradients.Length; i++)
            {
                if (taken[i]) continue;
                var loss = square + (2 * Dense.Dot(away, gradients[i]) + squares[i] / count) / count;
                if (loss < least) (best, least) = (i, loss);
            }
            return (best, least);
        }

        private void Take(int index)
        {
            taken[index] = true;
            Dense.AddScaled(sum, 1, gradients[index]);
        }
    }
}
