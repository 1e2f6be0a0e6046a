namespace Pipeline.Core.Plans;

/// <summary>Canaries to be planted into the training part before synthesis, each put in or left out by a fair coin.</summary>
/// <param name="Planted">m: how many have a coin; about half of them are put in.</param>
/// <param name="Words">Secret words of each.</param>
public sealed record CanaryPlan(int Planted, int Words);
