using Pipeline.Core.Numerics;

namespace Pipeline.Core.Privacy.Accounting;

/// <summary>How large the losses of one run are: what a grid must be fine against. A choice, not part of any bound.</summary>
internal static class LossSize
{
    private const int Nodes = 400;

    /// <summary>The mean square, from dots that lie densest near 0.</summary>
    public static double SquareOf(PrivacyLoss loss, Direction direction, double least, double most)
    {
        var sum = Half(loss, direction, most);
        var reverse = direction == Direction.Add ? Direction.Remove : Direction.Add;
        // At negative losses P has e^l times the mass that the other direction has at -l.
        return sum + Half(loss, reverse, -least, weight: l => Math.Exp(-l));
    }

    /// <summary>Sum of l^2 times the bends of the curve at losses l above 0.</summary>
    private static double Half(PrivacyLoss loss, Direction direction, double end, Func<double, double>? weight = null)
    {
        if (end <= 0) return 0;
        double Node(int i) => end * Math.Exp(16.0 * (i - Nodes) / Nodes);
        var sum = 0.0;
        var (here, value) = (Node(0), loss.Delta(Node(0), direction));
        var before = 0.0;
        for (var i = 1; i <= Nodes + 1; i++)
        {
            var (next, then) = i <= Nodes ? (Node(i), loss.Delta(Node(i), direction)) : (here + 1, loss.Delta(here, direction));
            var slope = (value - then) / NearZero.ExpMinusOne(next - here);
            var bend = Math.Max(0, (i == 1 ? slope : before) - slope);
            sum += here * here * bend * (weight?.Invoke(here) ?? 1);
            (before, here, value) = (slope * Math.Exp(next - here), next, then);
        }
        return sum;
    }
}
