namespace Pipeline.Synthesis.Rating;

/// <summary>How a model is fine-tuned on a candidate before it rates: enough to take in what the texts have in common and more.</summary>
public sealed record FineTuning
{
    /// <summary>Times every text is read.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Largest step, of Adam; usual for models of this size.</summary>
    public double Rate { get; init; } = 5e-5;

    /// <summary>Texts of one step.</summary>
    public int Batch { get; init; } = 4;

    /// <summary>Decides the order of the texts.</summary>
    public int Seed { get; init; } = 1;
}
