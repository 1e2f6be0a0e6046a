namespace Pipeline.Synthesis.Models.Safetensors;

/// <summary>A tensor's entry in the head of a safetensors file.</summary>
/// <param name="Type">Its type as the file writes it, such as <c>BF16</c>.</param>
/// <param name="Shape">Its dimensions, slowest first; none for a single value.</param>
/// <param name="Begin">Byte of the file at which its data begin.</param>
/// <param name="End">Byte of the file after its data.</param>
internal sealed record SafetensorsTensor(string Type, IReadOnlyList<int> Shape, long Begin, long End);
