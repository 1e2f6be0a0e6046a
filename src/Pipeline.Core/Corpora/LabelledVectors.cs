namespace Pipeline.Core.Corpora;

/// <summary>Feature vectors with labels and units: what the mechanism sums and the usefulness audit trains on.</summary>
/// <param name="Vectors">One vector per text, all of one length.</param>
/// <param name="Labels">Index of each text's label in the task's list.</param>
/// <param name="Units">Whom each text belongs to; empty where there are no units (synthetic text).</param>
public sealed record LabelledVectors(double[][] Vectors, int[] Labels, string[] Units)
{
    /// <summary>Number of texts.</summary>
    public int Count => Vectors.Length;

    /// <summary>Never the content.</summary>
    public override string ToString() => $"{Count} labelled vectors";
}
