namespace Pipeline.Core.Plans;

/// <summary>What the text is to teach a model: to continue a text with the token of its label.</summary>
public sealed record TaskPlan
{
    /// <summary>What stands for the text in <see cref="Template"/>.</summary>
    public const string Slot = "{text}";

    /// <summary>A prompt that holds <see cref="Slot"/> once and leads up to the label's token, without white space at its end.</summary>
    public required string Template { get; init; }

    /// <summary>The labels, in the file's order; at least two.</summary>
    public required IReadOnlyList<LabelPlan> Labels { get; init; }
}

/// <summary>A label of the task.</summary>
public sealed record LabelPlan
{
    /// <summary>The label as the source writes it.</summary>
    public required string Name { get; init; }

    /// <summary>What the model is to say after the template, with its leading space: <c>" billing"</c>.</summary>
    public required string Token { get; init; }

    /// <summary>Topics for prompts. Public knowledge: nothing here may come from the source.</summary>
    public required IReadOnlyList<string> About { get; init; }
}
