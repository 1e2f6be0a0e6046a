using System.Globalization;
using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;

namespace Pipeline.Formal.Policies;

/// <summary>A situation as a small report, so that a person need not read formulas.</summary>
public static class SituationText
{
    /// <summary>The situation, and what each policy says of it.</summary>
    public static IReadOnlyList<string> Of(Situation situation, params IEnumerable<(string Name, Policy Policy)> policies) =>
        [.. Facts(situation), .. policies.Select(under => Judged(situation, under.Name, under.Policy))];

    private static IEnumerable<string> Facts(Situation situation)
    {
        var (facts, evidence) = (situation.Facts, situation.Evidence);
        yield return $"case:      {(facts.Classification == Classification.Internal ? "an" : "a")} {facts.Classification.ToString().ToLowerInvariant()} source of {facts.Units} units{Said("for", facts.Purpose)}{Said("to", facts.Recipient)}, on {situation.Now:yyyy-MM-dd}";
        if (situation.Proposed.Texts == 0) yield return "candidate: holds no texts";
        if (evidence.Binding.Candidate != situation.Proposed.Candidate) yield return "evidence:  is about another candidate";
        foreach (var failure in evidence.Failures) yield return $"audits:    {failure.Audit} did not finish: {failure.Failure}";
        if (evidence.Guarantees.Count == 0) yield return "proved:    nothing";
        foreach (var claim in evidence.Guarantees.Select(guarantee => guarantee.Claim))
            yield return double.IsFinite(claim.Epsilon)
                ? $"proved:    epsilon {Number(claim.Epsilon)} at delta {Number(claim.Delta)} for each {claim.Unit}{(claim.Noise == NoiseOrigin.Seeded ? ", with noise from a seed" : "")}"
                : "proved:    no privacy";
        yield return facts.Spent is not { } spent ? "spent:     the ledger cannot say" : $"spent:     all releases together, epsilon {Number(spent.EpsilonAt(facts.Units > 0 ? 1.0 / facts.Units : 0))} at delta 1/n";
        foreach (var finding in evidence.Findings)
        {
            var age = situation.Now - finding.MeasuredAt;
            yield return $"measured:  {new FindingName(finding.Audit, finding.Measure, finding.Against)}: {Shown(finding.Statistic)}{(age > TimeSpan.FromMinutes(1) ? $", {Age(age)} ago" : "")}";
        }
    }

    private static string Judged(Situation situation, string name, Policy policy)
    {
        var judged = situation.Under(policy);
        return judged.Approves ? $"{name}: approves" : $"{name}: refuses. {string.Join(" ", judged.Reasons.Take(3))}{(judged.Reasons.Count > 3 ? $" (and {judged.Reasons.Count - 3} more reasons)" : "")}";
    }

    private static string Shown(Statistic statistic) => statistic switch
    {
        Proportion proportion => $"{proportion.K} of {proportion.N}",
        Census census => $"{Number(census.Value)}, of all {census.Count} texts",
        _ => $"{Number(statistic.Estimate)} on {statistic.N} ({statistic.Kind})",
    };

    internal static string Age(TimeSpan age) => age.TotalHours >= 48 ? $"{age.TotalDays:0.##} days" : age.TotalHours >= 1 ? $"{age.TotalHours:0.##} hours" : $"{age.TotalMinutes:0.##} minutes";

    private static string Said(string word, string? name) => name is null ? "" : $" {word} {name}";

    internal static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}
