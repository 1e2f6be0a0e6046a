namespace Pipeline.Synthesis.Proposals;

/// <summary>A text the model wrote for a class. Public: it was written from public prompts.</summary>
/// <param name="Text">The cleaned text.</param>
/// <param name="Label">Index of the class whose prompt it answers.</param>
/// <param name="LogLikelihood">Mean log-probability of its tokens under the model, in nats a token: how readable the model finds it.</param>
public sealed record Proposal(string Text, int Label, double LogLikelihood);
