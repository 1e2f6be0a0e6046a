namespace Pipeline.Synthesis.Generation;

/// <summary>Something to continue.</summary>
/// <param name="Ids">Its ids, at least one.</param>
/// <param name="Count">How many continuations are wanted.</param>
public sealed record GenerationPrompt(int[] Ids, int Count);

/// <summary>One continuation.</summary>
/// <param name="Prompt">Index of its prompt.</param>
/// <param name="Sample">Which of the prompt's continuations it is, from 0.</param>
/// <param name="Ids">The new ids, without a stop token.</param>
/// <param name="MeanLogProbability">Mean of ln p over the new ids, in nats, under the model itself: temperature 1, whole vocabulary but for ids that were held back. NaN when there are none.</param>
/// <param name="Ended">Whether it came to an end of its own, rather than being cut at the maximum.</param>
public sealed record Continuation(int Prompt, int Sample, int[] Ids, double MeanLogProbability, bool Ended);

/// <summary>How to continue prompts.</summary>
public sealed record GenerationSettings
{
    /// <summary>Divides the scores; 0 takes the likeliest token always.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Draws among the likeliest tokens that together hold this share of the <see cref="TopK"/> tokens' probability (Holtzman et al. 2020).</summary>
    public double TopP { get; init; } = .95;

    /// <summary>Draws among this many likeliest tokens at most.</summary>
    public int TopK { get; init; } = 128;

    /// <summary>Most new ids.</summary>
    public required int MaximumTokens { get; init; }

    /// <summary>Fewest new ids: before, no id of <see cref="EndingTokens"/> is drawn.</summary>
    public int MinimumTokens { get; init; }

    /// <summary>Ids that end a text or make an end likely, such as a closing quotation mark; held back until <see cref="MinimumTokens"/>.</summary>
    public IReadOnlyList<int> EndingTokens { get; init; } = [];

    /// <summary>Ids that end a text; they are not part of it.</summary>
    public IReadOnlyList<int> StopTokens { get; init; } = [];

    /// <summary>Ends a text after an id, if it says so of the prompt's index and the ids so far. Called on several threads.</summary>
    public Func<int, IReadOnlyList<int>, bool>? Stop { get; init; }

    /// <summary>With the prompt's index, the sample and the step it decides every draw.</summary>
    public ulong Seed { get; init; }

    /// <summary>Texts written at once, over all threads.</summary>
    public int Batch { get; init; } = 128;
}
