using Pipeline.Core.Numerics;

namespace Pipeline.Synthesis.Features;

/// <summary>The first principal directions of centred rows z: eigenvectors of z'z, greatest first.</summary>
/// <param name="Rows">Unit vectors, [directions][width]; the coordinate of greatest magnitude is positive, which fixes the sign.</param>
/// <param name="SingularValues">Singular values of z.</param>
internal sealed record PrincipalDirections(double[][] Rows, double[] SingularValues)
{
    public static PrincipalDirections Of(double[][] z, int directions)
    {
        var eigen = new SymmetricEigen(Scatter(z));
        double[][] rows = [.. Enumerable.Range(0, directions).Select(eigen.Vector)];
        return new PrincipalDirections(
            [.. rows.Select(v => v.MaxBy(Math.Abs) < 0 ? Array.ConvertAll(v, x => -x) : v)],
            [.. Enumerable.Range(0, directions).Select(k => Math.Sqrt(Math.Max(0, eigen.Value(k))))]);
    }

    /// <summary>z'z, from blocks of texts that fit the cache, turned so that each entry is a product of two dense vectors.</summary>
    private static double[][] Scatter(double[][] z)
    {
        const int Block = 128;
        var width = z[0].Length;
        var scatter = Dense.Zeros(width, width);
        var columns = Dense.Zeros(width, Block);
        for (var start = 0; start < z.Length; start += Block)
        {
            var count = Math.Min(Block, z.Length - start);
            for (var i = 0; i < count; i++)
                for (var j = 0; j < width; j++) columns[j][i] = z[start + i][j];
            Parallel.For(0, width, a =>
            {
                for (var b = 0; b <= a; b++) scatter[a][b] += Dense.Dot(columns[a].AsSpan(0, count), columns[b].AsSpan(0, count));
            });
        }
        for (var a = 0; a < width; a++)
            for (var b = 0; b < a; b++) scatter[b][a] = scatter[a][b];
        return scatter;
    }
}
