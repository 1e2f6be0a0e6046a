using Pipeline.Core.Privacy.Accounting;

namespace Pipeline.Core.Privacy;

/// <summary>What one mechanism run cost, as claims and ledgers hold it.</summary>
/// <param name="Unit">Whom its bound protects.</param>
/// <param name="Neighbours">The neighbouring relation.</param>
/// <param name="Steps">The losses; none when nothing private took part.</param>
/// <param name="Slack">Total variation distance of what was released from what the losses are of.</param>
/// <param name="Part">The part of the units that it saw; null when it saw all.</param>
public sealed record SpentLoss(string Unit, Neighbours Neighbours, IReadOnlyList<PrivacyStep> Steps, double Slack, DisjointPart? Part);
