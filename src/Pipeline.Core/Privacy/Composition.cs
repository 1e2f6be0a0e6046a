using Pipeline.Core.Privacy.Accounting;

namespace Pipeline.Core.Privacy;

/// <summary>
/// What several mechanisms on the same data prove together, also when a later one depends on what an earlier one released.
/// docs/accounting.md says how each number is reached and why it is never below the exact one.
/// </summary>
public static class Composition
{
    /// <summary>Choices of parts that are looked at one by one; where there are more, parts count as if all units were in each.</summary>
    private const int MostChoices = 64;

    /// <summary>
    /// The claim on all of them together, at the largest of their deltas; null when they protect different units or use
    /// different neighbouring relations, for such bounds do not add up. One claim is itself.
    /// </summary>
    public static PrivacyClaim? Of(IReadOnlyList<PrivacyClaim> claims)
    {
        if (claims.Count == 0 || Account([.. claims.Select(claim => claim.Spent)]) is not { } account) return null;
        if (claims.Count == 1) return claims[0];
        var (delta, protecting) = (claims.Max(claim => claim.Delta), claims.FirstOrDefault(claim => claim.Spent.Steps.Count > 0) ?? claims[0]);
        return new PrivacyClaim
        {
            Mechanism = string.Join(" and ", claims.Select(claim => claim.Mechanism)),
            // A claim that bounds less than its losses say is believed: nothing is better together than its worst part.
            Epsilon = Math.Max(account.Epsilon(delta), claims.Max(claim => claim.Epsilon)),
            Delta = delta,
            Unit = protecting.Unit,
            RecordsPerUnit = claims.Max(claim => claim.RecordsPerUnit),
            Neighbours = protecting.Neighbours,
            Noise = Worst(claims),
            Sigmas = [.. claims.SelectMany(claim => claim.Sigmas)],
            Mu = account.Mu,
            Slack = claims.Sum(claim => claim.Slack),
            Steps = claims.All(claim => claim.Steps.Count == 0 && claim.Part is null) ? [] : account.Steps,
            Assumptions = [.. claims.SelectMany(claim => claim.Assumptions).Distinct()],
            NotCovered = [.. claims.SelectMany(claim => claim.NotCovered).Distinct()],
        };
    }

    /// <summary>The account of all of them; null when they protect different units or use different neighbouring relations.</summary>
    /// <exception cref="InvalidOperationException">A loss is not proved for the relation it is stated under.</exception>
    public static IPrivacyAccount? Account(IReadOnlyList<SpentLoss> losses)
    {
        // What cost nothing adds nothing, whomever it would have protected.
        var spent = losses.Where(loss => loss.Steps.Count > 0).ToList();
        if (spent.Count == 0) spent = [.. losses];
        if (spent.Select(loss => (loss.Unit, loss.Neighbours)).Distinct().Count() > 1) return null;
        var relation = spent.Count == 0 ? Neighbours.AddOrRemoveOneUnit : spent[0].Neighbours;
        var choices = Choices(spent, relation).ToList();
        return choices is [var only] ? Sequential(only, relation) : new ParallelAccount([.. choices.Select(own => Sequential(own, relation))]);
    }

    private static IPrivacyAccount Sequential(IReadOnlyList<SpentLoss> losses, Neighbours relation)
    {
        var (steps, slack) = (losses.SelectMany(loss => loss.Steps), losses.Sum(loss => loss.Slack));
        return relation == Neighbours.ReplaceOneUnit ? PrivacyAccount<ReplaceOne>.Of(steps, slack) : PrivacyAccount<AddOrRemove>.Of(steps, slack);
    }

    /// <summary>
    /// A unit is in one part of each division, so it met the mechanisms of one: all choices of one part a division, each with
    /// what saw everything. Replacing a unit may take it from one part to another, so there all parts count.
    /// </summary>
    private static IEnumerable<IReadOnlyList<SpentLoss>> Choices(List<SpentLoss> losses, Neighbours relation)
    {
        var divided = relation == Neighbours.ReplaceOneUnit ? [] : losses.Where(loss => loss.Part is not null).GroupBy(loss => loss.Part!.Partition)
            .Select(division => division.GroupBy(loss => loss.Part!.Part).Select(part => part.ToList()).ToList()).ToList();
        if (divided.Count == 0 || divided.Aggregate(1.0, (product, parts) => product * parts.Count) > MostChoices) return [losses];
        IEnumerable<IReadOnlyList<SpentLoss>> choices = [losses.Where(loss => loss.Part is null).ToList()];
        return divided.Aggregate(choices, (so, parts) => so.SelectMany(chosen => parts.Select(part => (IReadOnlyList<SpentLoss>)[.. chosen, .. part])));
    }

    /// <summary>Where the noise of all of them comes from: what protects least counts.</summary>
    private static NoiseOrigin Worst(IReadOnlyList<PrivacyClaim> claims)
    {
        NoiseOrigin[] worstFirst = [NoiseOrigin.None, NoiseOrigin.Seeded, NoiseOrigin.OperatingSystem, NoiseOrigin.NotNeeded];
        return worstFirst.First(origin => claims.Any(claim => claim.Noise == origin));
    }
}
