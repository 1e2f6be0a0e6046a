namespace Pipeline.Core.Plans;

/// <summary>What anybody may know of such texts; goes into prompts.</summary>
public sealed record PublicPlan
{
    /// <summary>What kind of text it is.</summary>
    public string Kind { get; init; } = "Customer message to the help desk";

    /// <summary>First words.</summary>
    public IReadOnlyList<string> Openings { get; init; } = ["I", "My", "Hi,", "Hello, I", "We", "Why", "Can you", "I have", "The", "Please", "It", "After"];

    /// <summary>Words such texts do not use.</summary>
    public IReadOnlyList<string> Avoid { get; init; } = ["apologi", "here to help", "assist you", "help you", "the customer", "dear customer", "help desk", "customer message", "customer service"];
}
