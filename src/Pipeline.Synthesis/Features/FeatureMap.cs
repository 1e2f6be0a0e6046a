using System.Runtime.InteropServices;
using Pipeline.Core;
using Pipeline.Core.Numerics;

namespace Pipeline.Synthesis.Features;

/// <summary>
/// From a text's state to phi (k + 1) with |phi| &lt;= 1, by statistics of public text only, so it costs no
/// privacy: of the state a part h (D) is taken, z = (h - mean) / std; q = [V_k (z - mean z), 1] / R; phi = q min(1, 1/|q|), with V_k the first k principal
/// directions and R the median norm. The last clip is part of the map. docs/synthesis.md, section 1.
/// </summary>
public sealed class FeatureMap
{
    private const double LeastDeviation = 1e-5;

    private readonly double[] mean;
    private readonly double[] deviation;
    private readonly double[] centre;
    private readonly double[][] basis;
    private readonly int from;
    private readonly int width;

    private FeatureMap(int from, int width, double[] mean, double[] deviation, double[] centre, double[][] basis, double[] singularValues, double radius)
    {
        (this.from, this.width) = (from, width);
        this.mean = mean;
        this.deviation = deviation;
        this.centre = centre;
        this.basis = basis;
        SingularValues = singularValues;
        Radius = radius;
    }

    /// <summary>The k greatest singular values of the centred z of the public texts.</summary>
    public IReadOnlyList<double> SingularValues { get; }

    /// <summary>R: the median of |q| over the public texts, before the division.</summary>
    public double Radius { get; }

    /// <summary>Length of phi: k directions and the constant.</summary>
    public int Dimensions => basis.Length + 1;

    /// <summary>
    /// Directions for a number of classes: 12 each. The recipe's 8 suffice for the last state alone; of both parts together they
    /// leave something out (docs/synthesis.md, section 8).
    /// </summary>
    public static int DirectionsFor(int classes) => 12 * classes;

    /// <summary>
    /// The same as far as texts and width allow. At most a quarter of the hidden state's width: the noise of a released gradient
    /// grows with its length, and all 576 dimensions lose 5 points at epsilon 1 (recipe, section 1); but never fewer than one a
    /// class. And fewer than half the texts: directions that the texts do not determine are noise.
    /// </summary>
    /// <param name="classes">Number of labels.</param>
    /// <param name="texts">Public texts that the map is fitted to.</param>
    /// <param name="width">Width of a hidden state.</param>
    public static int DirectionsFor(int classes, int texts, int width) =>
        Math.Max(1, Math.Min(Math.Min(DirectionsFor(classes), Math.Min(width, Math.Max(classes, width / 4))), (texts - 1) / 2));

    /// <summary>Fits the map to a part of the states of public text, [texts][2C].</summary>
    /// <exception cref="ArgumentException">There are fewer texts or dimensions than directions, or a state is not finite.</exception>
    public static FeatureMap Fit(float[][] publicStates, StatePart part, int directions)
    {
        var half = publicStates[0].Length / 2;
        var (from, length) = part switch
        {
            StatePart.Last => (0, half),
            StatePart.Mean => (half, half),
            _ => (0, 2 * half),
        };
        return Fit(Widen(publicStates), from, length, directions);
    }

    /// <summary>Fits the map to whole vectors of public text, [texts][D].</summary>
    /// <exception cref="ArgumentException">There are fewer texts or dimensions than directions, or a vector is not finite.</exception>
    public static FeatureMap Fit(double[][] publicStates, int directions) => Fit(publicStates, 0, publicStates[0].Length, directions);

    private static FeatureMap Fit(double[][] publicStates, int from, int length, int directions)
    {
        var publicHidden = publicStates.Select(state => state[from..(from + length)]).ToArray();
        ArgumentOutOfRangeException.ThrowIfLessThan(directions, 1);
        if (publicHidden.Length <= directions || publicHidden[0].Length < directions)
            throw new ArgumentException($"{directions} directions need more public texts than that ({publicHidden.Length} are given) and as wide a state.", nameof(publicStates));
        if (publicHidden.Any(row => !row.All(double.IsFinite)))
            throw new ArgumentException("A hidden state is not finite.", nameof(publicStates));

        var average = Mean(publicHidden);
        var spread = Deviation(publicHidden, average);
        var z = publicHidden.Select(h => Standardise(h, average, spread)).ToArray();
        var middle = Mean(z);
        foreach (var row in z) Dense.AddScaled(row, -1, middle);
        var principal = PrincipalDirections.Of(z, directions);
        var norms = z.Select(row => Math.Sqrt(1 + principal.Rows.Sum(v => Math.Pow(Dense.Dot(v, row), 2)))).Order().ToArray();
        var radius = (norms[(norms.Length - 1) / 2] + norms[norms.Length / 2]) / 2;
        return new FeatureMap(from, publicStates[0].Length, average, spread, middle, principal.Rows, principal.SingularValues, radius);
    }

    /// <summary>phi of one state (2C) -> (k + 1); its norm never exceeds 1.</summary>
    public double[] Map(ReadOnlySpan<double> state)
    {
        if (state.Length != width) throw new ArgumentException($"A state of width {width} is needed.", nameof(state));
        var z = Standardise(state.Slice(from, mean.Length), mean, deviation);
        Dense.AddScaled(z, -1, centre);
        var q = new double[Dimensions];
        for (var k = 0; k < basis.Length; k++) q[k] = Dense.Dot(basis[k], z) / Radius;
        q[^1] = 1 / Radius;
        var norm = Dense.Norm(q);
        if (norm <= 1) return q;
        // A few roundings short of 1/|q|, so that none of them lifts the norm above 1.
        var scale = (1 - 1e-14) / norm;
        for (var k = 0; k < q.Length; k++) q[k] *= scale;
        return q;
    }

    /// <summary>phi of one state as a model gives it.</summary>
    public double[] Map(float[] state) => Map(Array.ConvertAll(state, x => (double)x));

    /// <summary>phi of many states.</summary>
    public double[][] Map(float[][] states) => Map(Widen(states));

    /// <summary>phi of many states in double precision.</summary>
    public double[][] Map(double[][] states) => states.Select(state => Map(state.AsSpan())).ToArray();

    /// <summary>
    /// The chain rule through the map: d loss / d phi (k + 1) at a state becomes d loss / d state (2C), zero where the map does not
    /// look. Where the clip is at work it takes away what would only change the length of q.
    /// </summary>
    public double[] Pullback(ReadOnlySpan<double> state, ReadOnlySpan<double> slope)
    {
        var phi = Map(state);
        // The last entry of q is 1 / R, so phi's tells how much the clip shortened q.
        var shortened = phi[^1] * Radius;
        var along = shortened < 1 ? Dense.Dot(slope, phi) : 0;
        var whole = new double[width];
        var back = whole.AsSpan(from, mean.Length);
        for (var k = 0; k < basis.Length; k++) Dense.AddScaled(back, shortened * (slope[k] - along * phi[k]) / Radius, basis[k]);
        for (var j = 0; j < back.Length; j++) back[j] /= deviation[j];
        return whole;
    }

    /// <summary>Names the map: digest of every number in it.</summary>
    public Digest Digest()
    {
        using var digester = new Digester();
        foreach (var row in (double[][])[[from, width], mean, deviation, centre, .. basis, [Radius]])
            digester.Add(MemoryMarshal.AsBytes(row.AsSpan()));
        return digester.Finish();
    }

    private static double[][] Widen(float[][] rows) => rows.Select(row => Array.ConvertAll(row, x => (double)x)).ToArray();

    private static double[] Deviation(double[][] rows, double[] average)
    {
        var variance = new double[average.Length];
        foreach (var row in rows)
            for (var j = 0; j < variance.Length; j++) variance[j] += (row[j] - average[j]) * (row[j] - average[j]) / rows.Length;
        return Array.ConvertAll(variance, v => Math.Sqrt(v) + LeastDeviation);
    }

    private static double[] Mean(double[][] rows)
    {
        var sum = new double[rows[0].Length];
        foreach (var row in rows) Dense.AddScaled(sum, 1.0 / rows.Length, row);
        return sum;
    }

    private static double[] Standardise(ReadOnlySpan<double> h, double[] average, double[] spread)
    {
        if (h.Length != average.Length) throw new ArgumentException($"A hidden state of width {average.Length} is needed.", nameof(h));
        var z = new double[h.Length];
        for (var j = 0; j < z.Length; j++) z[j] = (h[j] - average[j]) / spread[j];
        return z;
    }
}
