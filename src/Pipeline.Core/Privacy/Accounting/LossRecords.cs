using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Inputs;

namespace Pipeline.Core.Privacy.Accounting;

/// <summary>Losses as ledgers write them: kind, number of runs, and every number in full.</summary>
internal static class LossRecords
{
    private static readonly Dictionary<string, Func<Func<string, double>, PrivacyLoss>> Kinds = new(StringComparer.Ordinal)
    {
        ["gaussian"] = of => new GaussianLoss(of("mu")),
        ["sampled-gaussian"] = of => new SampledGaussianLoss(of("rate"), of("sigma")),
        ["pure"] = of => new PureLoss(of("epsilon")),
        ["laplace"] = of => new LaplaceLoss(of("scale")),
        ["randomized-response"] = of => new RandomizedResponseLoss((int)of("categories"), of("truth")),
        ["selection"] = of => new SelectionLoss(of("epsilon")),
        ["approximate"] = of => new ApproximateLoss(of("epsilon"), of("delta")),
        ["zero-concentrated"] = of => new ZeroConcentratedLoss(of("rho")),
    };

    /// <summary>Sorted objects for canonical JSON.</summary>
    public static IReadOnlyList<object> Write(IReadOnlyList<PrivacyStep> steps) =>
    [
        .. steps.Select(step => new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["kind"] = step.Loss is GroupLoss ? throw new InvalidOperationException("A mechanism states its own loss, not one towards groups.") : step.Loss.Kind,
            ["parameters"] = step.Loss.Parameters.Select(parameter => new[] { parameter.Name, parameter.Value.ToString("R", CultureInfo.InvariantCulture) }).ToList(),
            ["times"] = step.Times,
        }),
    ];

    /// <summary>The losses again.</summary>
    /// <exception cref="BadInputException">A later version wrote a kind that this one does not know.</exception>
    public static IReadOnlyList<PrivacyStep> Read(JsonElement steps) => [.. steps.EnumerateArray().Select(Step)];

    private static PrivacyStep Step(JsonElement step)
    {
        var kind = step.GetProperty("kind").GetString()!;
        var parameters = step.GetProperty("parameters").EnumerateArray()
            .Select(pair => (Name: pair[0].GetString()!, Value: double.Parse(pair[1].GetString()!, CultureInfo.InvariantCulture))).ToList();
        var times = step.GetProperty("times").GetInt32();
        if (kind == "renyi")
            return new PrivacyStep(new RenyiLoss([.. parameters.Select(pair => double.Parse(pair.Name, CultureInfo.InvariantCulture))], [.. parameters.Select(pair => pair.Value)]), times);
        return Kinds.TryGetValue(kind, out var make)
            ? new PrivacyStep(make(name => parameters.First(pair => pair.Name == name).Value), times)
            : throw new BadInputException("ledger", $"It holds a privacy loss of the kind '{kind}', which this version cannot account for.", string.Join(", ", Kinds.Keys));
    }
}
