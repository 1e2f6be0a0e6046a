namespace Pipeline.Core.Numerics;

/// <summary>
/// Mean cross entropy + lambda/2 |W|^2 at one W: its gradient, its Hessian as a product, and its minimum by Newton's method
/// with conjugate gradients (Nocedal and Wright, Algorithm 7.1), which never forms the Hessian.
/// </summary>
internal sealed class SoftmaxLoss
{
    private readonly double[][] phi;
    private readonly double[][] probabilities;
    private readonly double lambda;
    private readonly int free;

    /// <param name="weights">W, [classes][features].</param>
    /// <param name="phi">Features, [texts][features].</param>
    /// <param name="labels">Class of each text.</param>
    /// <param name="lambda">Strength of the L2 term.</param>
    /// <param name="free">How many of the last features the L2 term leaves out: 1 where the last is an intercept.</param>
    public SoftmaxLoss(double[][] weights, double[][] phi, int[] labels, double lambda, int free = 0)
    {
        this.phi = phi;
        this.lambda = lambda;
        this.free = free;
        probabilities = new double[phi.Length][];
        Gradient = Dense.Zeros(weights.Length, weights[0].Length);
        var head = new SoftmaxHead(weights);
        for (var i = 0; i < phi.Length; i++)
        {
            var p = probabilities[i] = head.Probabilities(phi[i]);
            for (var c = 0; c < p.Length; c++)
                Dense.AddScaled(Gradient[c], (p[c] - (labels[i] == c ? 1 : 0)) / phi.Length, phi[i]);
        }
        for (var c = 0; c < weights.Length; c++) Dense.AddScaled(Gradient[c].AsSpan()[..^free], lambda, weights[c].AsSpan()[..^free]);
    }

    public double[][] Gradient { get; }

    public static double Value(double[][] weights, double[][] phi, int[] labels, double lambda, int free = 0)
    {
        var sum = 0.0;
        var head = new SoftmaxHead(weights);
        for (var i = 0; i < phi.Length; i++)
        {
            var logits = head.Logits(phi[i]);
            var greatest = logits.Max();
            sum += greatest + Math.Log(logits.Sum(logit => Math.Exp(logit - greatest))) - logits[labels[i]];
        }
        var square = 0.0;
        foreach (var row in weights) square += Dense.Dot(row.AsSpan()[..^free], row.AsSpan()[..^free]);
        return sum / phi.Length + lambda / 2 * square;
    }

    public static double[][] Minimise(
        double[][] weights, double[][] phi, int[] labels, double lambda, double tolerance, CancellationToken cancellation, int free = 0)
    {
        const int MostSteps = 200;
        var value = Value(weights, phi, labels, lambda, free);
        for (var step = 0; step < MostSteps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var here = new SoftmaxLoss(weights, phi, labels, lambda, free);
            var norm = Dense.Norm(here.Gradient);
            if (norm <= tolerance) return weights;
            var direction = here.NewtonDirection(Math.Min(.1, Math.Sqrt(norm)) * norm);
            var slope = Dot(here.Gradient, direction);
            // Below the rounding of the loss itself the full step is taken: there Newton converges without a search.
            var slack = 1e-14 * (1 + Math.Abs(value));
            for (var length = 1.0; ; length /= 2)
            {
                var (next, nextValue) = Move(length);
                if (nextValue > value + 1e-4 * length * slope + slack && length > 1e-10) continue;
                (weights, value) = (next, nextValue);
                break;
            }

            (double[][] Weights, double Value) Move(double length)
            {
                var moved = weights.Select(row => (double[])row.Clone()).ToArray();
                for (var c = 0; c < moved.Length; c++) Dense.AddScaled(moved[c], length, direction[c]);
                return (moved, Value(moved, phi, labels, lambda, free));
            }
        }
        throw new InvalidOperationException($"The head did not converge in {MostSteps} Newton steps; is lambda ({lambda}) too small?");
    }

    /// <summary>Solves H d = -gradient to a residual of <paramref name="tolerance"/> by conjugate gradients.</summary>
    private double[][] NewtonDirection(double tolerance)
    {
        int rows = Gradient.Length, columns = Gradient[0].Length;
        var direction = Dense.Zeros(rows, columns);
        var residual = Gradient.Select(row => row.Select(x => -x).ToArray()).ToArray();
        var search = residual.Select(row => (double[])row.Clone()).ToArray();
        var square = Dot(residual, residual);
        for (var step = 0; step < 10 * rows * columns && Math.Sqrt(square) > tolerance; step++)
        {
            var curved = HessianTimes(search);
            var length = square / Dot(search, curved);
            Add(direction, length, search);
            Add(residual, -length, curved);
            var next = Dot(residual, residual);
            for (var c = 0; c < rows; c++)
                for (var j = 0; j < columns; j++) search[c][j] = residual[c][j] + next / square * search[c][j];
            square = next;
        }
        return direction;
    }

    private double[][] HessianTimes(double[][] v)
    {
        var product = v.Select(row => row.Select((x, j) => j < row.Length - free ? lambda * x : 0).ToArray()).ToArray();
        var along = new double[v.Length];
        for (var i = 0; i < phi.Length; i++)
        {
            var p = probabilities[i];
            var mean = 0.0;
            for (var c = 0; c < v.Length; c++) mean += p[c] * (along[c] = Dense.Dot(v[c], phi[i]));
            for (var c = 0; c < v.Length; c++) Dense.AddScaled(product[c], p[c] * (along[c] - mean) / phi.Length, phi[i]);
        }
        return product;
    }

    private static double Dot(double[][] x, double[][] y)
    {
        var sum = 0.0;
        for (var c = 0; c < x.Length; c++) sum += Dense.Dot(x[c], y[c]);
        return sum;
    }

    private static void Add(double[][] y, double a, double[][] x)
    {
        for (var c = 0; c < y.Length; c++) Dense.AddScaled(y[c], a, x[c]);
    }
}
