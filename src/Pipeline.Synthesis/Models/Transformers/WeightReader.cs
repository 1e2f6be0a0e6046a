using System.Runtime.InteropServices;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Files;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>How a file lays out a matrix that is [rows, columns] here.</summary>
internal enum Layout
{
    /// <summary>As here.</summary>
    Plain,

    /// <summary>The two halves of each rotated head interleaved (0, D/2, 1, D/2 + 1, ...), as GGUF does.</summary>
    Interleaved,

    /// <summary>[columns, rows], as GPT-2's Conv1D does.</summary>
    Transposed,
}

/// <summary>A tensor of a file that becomes some rows of a matrix.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Rows">How many rows it has here.</param>
/// <param name="Layout">How the file lays it out.</param>
/// <param name="Heads">Heads of an interleaved one.</param>
internal sealed record Part(string Name, int Rows, Layout Layout = Layout.Plain, int Heads = 1);

/// <summary>
/// Reads weights straight into the tensors that will be used, and owns them. A tensor's size in the file is compared with
/// what the model needs before room is made for it, so that no claim of a configuration takes memory.
/// </summary>
internal sealed class WeightReader(ITensorSource source, ComputeType compute, Device device) : IDisposable
{
    /// <summary>Values of one tensor here: its bytes in fp32 must be counted by an int.</summary>
    private const long MostValues = int.MaxValue / sizeof(float);

    private readonly List<IDisposable> owned = [];

    public ITensorSource Source => source;

    /// <summary>Every weight read so far, as the model uses it.</summary>
    /// <exception cref="InvalidOperationException">They are integers, which cannot be trained.</exception>
    public IReadOnlyList<Tensor> Trainable => [.. owned.Select(weight => weight switch
    {
        Tensor vector => vector,
        FloatMatrix matrix => matrix.Weights,
        _ => throw new InvalidOperationException("Integer weights cannot be trained."),
    })];

    /// <summary>A vector (n), made of one or more.</summary>
    public Tensor Vector(params ReadOnlySpan<Part> parts)
    {
        using var read = Stack(null, parts);
        return Keep(read.to(Arithmetic.TypeOf(compute), device, copy: true).DetachFromDisposeScope());
    }

    /// <summary>A matrix [sum of rows, columns].</summary>
    public Matrix Matrix(int columns, params ReadOnlySpan<Part> parts) => Read(columns, parts, table: false);

    /// <summary>A matrix whose rows are looked up too.</summary>
    public Matrix Table(int columns, Part part) => Read(columns, [part], table: true);

    /// <summary>Puts the interleaved halves of rotated heads one after the other.</summary>
    internal static float[] HalvesApart(float[] interleaved, int rows, int columns, int heads)
    {
        var apart = new float[interleaved.Length];
        var half = rows / heads / 2;
        for (var row = 0; row < rows; row++)
        {
            var (head, within) = (row / (2 * half), row % (2 * half));
            var stored = head * 2 * half + within % half * 2 + within / half;
            interleaved.AsSpan(stored * columns, columns).CopyTo(apart.AsSpan(row * columns));
        }
        return apart;
    }

    /// <inheritdoc/>
    public void Dispose() => owned.ForEach(weight => weight.Dispose());

    private Matrix Read(int columns, ReadOnlySpan<Part> parts, bool table)
    {
        using var read = Stack(columns, parts);
        return Keep(Transformers.Matrix.Of(read, compute, device, table));
    }

    private T Keep<T>(T weight) where T : IDisposable
    {
        owned.Add(weight);
        return weight;
    }

    /// <summary>(rows) or (rows, columns) in fp32.</summary>
    private Tensor Stack(int? columns, ReadOnlySpan<Part> parts)
    {
        var rows = 0L;
        foreach (var part in parts)
        {
            Check(part, columns);
            rows += part.Rows;
        }
        if (rows * (columns ?? 1) > MostValues)
            throw new BadInputException(source.Name, $"The tensor '{parts[0].Name}' and those beside it are too large to be one matrix here.", $"at most {MostValues} values");
        var whole = empty(columns is { } width ? [rows, width] : [rows], ScalarType.Float32, CPU);
        var room = MemoryMarshal.Cast<byte, float>(whole.bytes);
        foreach (var part in parts)
        {
            var values = room[..(part.Rows * (columns ?? 1))];
            source.Read(part.Name, values);
            if (part.Layout == Layout.Interleaved) HalvesApart(values.ToArray(), part.Rows, columns!.Value, part.Heads).CopyTo(values);
            if (part.Layout == Layout.Transposed) Transpose(values, part.Rows, columns!.Value);
            room = room[values.Length..];
        }
        return whole;
    }

    private static void Transpose(Span<float> values, int rows, int columns)
    {
        var stored = values.ToArray(); // (columns, rows)
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++) values[row * columns + column] = stored[column * rows + row];
    }

    private void Check(Part part, int? columns)
    {
        int[] wanted = columns is not { } width ? [part.Rows] : part.Layout == Layout.Transposed ? [width, part.Rows] : [part.Rows, width];
        var found = source.ShapeOf(part.Name);
        if (!found.SequenceEqual(wanted))
            throw new BadInputException(source.Name, $"The tensor '{part.Name}' is [{string.Join(", ", found)}].", $"[{string.Join(", ", wanted)}]");
    }
}
