using Pipeline.Core.Inputs;

namespace Pipeline.Synthesis.Models.Files;

/// <summary>Named tensors of a model on disk, widened to fp32 as they are read.</summary>
internal interface ITensorSource : IDisposable
{
    /// <summary>What error messages call it.</summary>
    string Name { get; }

    /// <summary>The names of all tensors, in no order.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>Whether there is a tensor of that name.</summary>
    bool Has(string name);

    /// <summary>A tensor's dimensions, slowest first: a matrix is [rows, columns].</summary>
    /// <exception cref="BadInputException">There is no tensor of that name.</exception>
    IReadOnlyList<int> ShapeOf(string name);

    /// <summary>Reads a tensor, row-major; there is room for exactly its values.</summary>
    /// <exception cref="BadInputException">Its numbers are of a type that cannot be read, or the file became shorter.</exception>
    void Read(string name, Span<float> values);
}
