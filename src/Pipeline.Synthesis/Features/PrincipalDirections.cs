using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Pipeline.Core.Numerics;

namespace Pipeline.Synthesis.Features;

/// <summary>The first principal directions of centred rows z: eigenvectors of z'z, greatest first.</summary>
/// <param name="Rows">Unit vectors, [directions][width]; the coordinate of greatest magnitude is positive, which fixes the sign.</param>
/// <param name="SingularValues">Singular values of z.</param>
internal sealed record PrincipalDirections(double[][] Rows, double[] SingularValues)
{
    public static PrincipalDirections Of(double[][] z, int directions)
    {
        var evd = Scatter(z).Evd(Symmetricity.Symmetric);
        var rows = new double[directions][];
        var singular = new double[directions];
        for (var k = 0; k < directions; k++)
        {
            var index = z[0].Length - 1 - k;
            singular[k] = Math.Sqrt(Math.Max(0, evd.EigenValues[index].Real));
            var v = evd.EigenVectors.Column(index).ToArray();
            rows[k] = v.MaxBy(Math.Abs) < 0 ? Array.ConvertAll(v, x => -x) : v;
        }
        return new PrincipalDirections(rows, singular);
    }

    /// <summary>z'z. Columns are laid out in a row first: each entry is then one product of two dense vectors.</summary>
    private static DenseMatrix Scatter(double[][] z)
    {
        var width = z[0].Length;
        var columns = Dense.Zeros(width, z.Length);
        for (var i = 0; i < z.Length; i++)
            for (var j = 0; j < width; j++) columns[j][i] = z[i][j];
        var scatter = new DenseMatrix(width);
        Parallel.For(0, width, a =>
        {
            for (var b = 0; b <= a; b++) scatter[a, b] = scatter[b, a] = Dense.Dot(columns[a], columns[b]);
        });
        return scatter;
    }
}
