namespace Pipeline.Synthesis.Models;

/// <summary>A prompt with a text in it, as a model reads it.</summary>
/// <param name="Ids">Every token, T of them.</param>
/// <param name="First">Where the text begins.</param>
/// <param name="End">Where the prompt's words after the text begin; after <paramref name="First"/>, and at most T.</param>
public sealed record ReadText(int[] Ids, int First, int End);
