using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>Rows of numbers as bytes times a step, and back: weights signed, activations with <see cref="ByteProduct.Zero"/> standing for 0.</summary>
internal static class SignedBytes
{
    private const float Largest = 127;

    /// <summary>Steps of the fine byte in one of the coarse byte: a remainder is at most half a step, which 127 stands for.</summary>
    private const float Fine = 2 * Largest;

    /// <summary>
    /// How far the largest number of a row may stand out, in root mean squares, before the row gets a fine byte. Measured
    /// on SmolLM2-135M and 20 tickets, mean nats a token (3.904 in fp32): two bytes everywhere 3.918, from 16 on (a fifth
    /// of the rows) 3.920, from 24 on 3.949, none 3.952.
    /// </summary>
    private const float Outstanding = 16;

    /// <summary>Numbers handled at once.</summary>
    private const int Together = 64;

    /// <summary>Rounds a row to one byte a number; returns the step.</summary>
    public static float Round(ReadOnlySpan<float> row, Span<sbyte> bytes)
    {
        var step = Step(row);
        for (var i = 0; i < row.Length; i++) bytes[i] = (sbyte)MathF.Round(row[i] / step);
        return step;
    }

    /// <summary>
    /// The step of a row's coarse bytes, and whether they alone would round too much away: half a step is the greater a
    /// part of a typical number, the further the largest stands out.
    /// </summary>
    public static bool NeedsTwo(ReadOnlySpan<float> row, out float step)
    {
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(row);
        var (most, squares) = (Vector512<float>.Zero, Vector512<float>.Zero);
        foreach (var vector in vectors)
        {
            most = Vector512.Max(most, Vector512.Abs(vector));
            squares = Vector512.FusedMultiplyAdd(vector, vector, squares);
        }
        var largest = 1e-20f;
        for (var i = 0; i < Vector512<float>.Count; i++) largest = MathF.Max(largest, most[i]);
        var sum = Vector512.Sum(squares);
        foreach (var number in row[(vectors.Length * Vector512<float>.Count)..])
        {
            largest = MathF.Max(largest, MathF.Abs(number));
            sum += number * number;
        }
        step = largest / Largest;
        return largest * largest * row.Length > Outstanding * Outstanding * sum;
    }

    /// <summary>Rounds a row to one byte a number by a given step.</summary>
    public static void RoundOnce(ReadOnlySpan<float> row, float step, Span<byte> bytes)
    {
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(row);
        var inverse = Vector512.Create(1 / step);
        for (var i = 0; i + 4 <= vectors.Length; i += 4)
        {
            Bytes(Vector512.Round(vectors[i] * inverse), Vector512.Round(vectors[i + 1] * inverse), Vector512.Round(vectors[i + 2] * inverse), Vector512.Round(vectors[i + 3] * inverse))
                .CopyTo(bytes[(i * 16)..]);
        }
        for (var i = vectors.Length / 4 * Together; i < row.Length; i++) bytes[i] = Byte(row[i] * (1 / step));
    }

    /// <summary>Rounds a row to a coarse and a fine byte by the step of the coarse one: number = step (coarse + fine / 254).</summary>
    public static void RoundTwice(ReadOnlySpan<float> row, float step, Span<byte> coarse, Span<byte> fine)
    {
        var scale = 1 / step;
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(row);
        var done = vectors.Length / 4 * Together;
        var (inverse, parts) = (Vector512.Create(scale), Vector512.Create(Fine));
        for (var i = 0; i + 4 <= vectors.Length; i += 4)
        {
            var (a, b, c, d) = (vectors[i] * inverse, vectors[i + 1] * inverse, vectors[i + 2] * inverse, vectors[i + 3] * inverse);
            var (wholeA, wholeB, wholeC, wholeD) = (Vector512.Round(a), Vector512.Round(b), Vector512.Round(c), Vector512.Round(d));
            Bytes(wholeA, wholeB, wholeC, wholeD).CopyTo(coarse[(i * 16)..]);
            Bytes(Rest(a, wholeA), Rest(b, wholeB), Rest(c, wholeC), Rest(d, wholeD)).CopyTo(fine[(i * 16)..]);
        }
        for (var i = done; i < row.Length; i++)
        {
            var whole = MathF.Round(row[i] * scale);
            (coarse[i], fine[i]) = (Byte(whole), Byte((row[i] * scale - whole) * Fine));
        }

        Vector512<float> Rest(Vector512<float> exact, Vector512<float> whole) => Vector512.Round((exact - whole) * parts);
    }

    /// <summary>The numbers that sums of coarse bytes stand for, in their place.</summary>
    public static void Scale(Span<float> sums, float step)
    {
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(sums);
        var whole = Vector512.Create(step);
        for (var i = 0; i < vectors.Length; i++) vectors[i] *= whole;
        for (var i = vectors.Length * Vector512<float>.Count; i < sums.Length; i++) sums[i] *= step;
    }

    /// <summary>The numbers that sums of coarse and fine bytes stand for, in the place of the former.</summary>
    public static void Join(Span<float> coarse, ReadOnlySpan<float> fine, float step)
    {
        var coarses = MemoryMarshal.Cast<float, Vector512<float>>(coarse);
        var fines = MemoryMarshal.Cast<float, Vector512<float>>(fine);
        var (whole, part) = (Vector512.Create(step), Vector512.Create(step / Fine));
        for (var i = 0; i < coarses.Length; i++) coarses[i] = coarses[i] * whole + fines[i] * part;
        for (var i = coarses.Length * Vector512<float>.Count; i < coarse.Length; i++) coarse[i] = coarse[i] * step + fine[i] * (step / Fine);
    }

    private static byte Byte(float number) => (byte)(MathF.Round(number) + ByteProduct.Zero);

    private static Vector512<byte> Bytes(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d) => Vector512.Narrow(
        Vector512.Narrow(Vector512.ConvertToInt32Native(a), Vector512.ConvertToInt32Native(b)),
        Vector512.Narrow(Vector512.ConvertToInt32Native(c), Vector512.ConvertToInt32Native(d))).AsByte() ^ Vector512.Create(ByteProduct.Zero);

    /// <summary>The step that makes the largest number 127; never 0.</summary>
    private static float Step(ReadOnlySpan<float> row)
    {
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(row);
        var most = Vector512<float>.Zero;
        foreach (var vector in vectors) most = Vector512.Max(most, Vector512.Abs(vector));
        var largest = 1e-20f;
        for (var i = 0; i < Vector512<float>.Count; i++) largest = MathF.Max(largest, most[i]);
        foreach (var number in row[(vectors.Length * Vector512<float>.Count)..]) largest = MathF.Max(largest, MathF.Abs(number));
        return largest / Largest;
    }
}
