using System.Text.Json;

namespace Pipeline.Cli.Planning;

/// <summary>A plan for machines.</summary>
internal static class PlanJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(RunPlan plan) => JsonSerializer.Serialize(new
    {
        schema = "pipeline-estimate/1",
        pipeline = plan.File.Name,
        way = PlanText.Way(plan),
        flow = new
        {
            holds = plan.Flow.Holds,
            nodes = plan.Flow.Graph.Nodes.Select(node => new
            {
                name = node.Name,
                kind = node.Kind.ToString().ToLowerInvariant(),
                says = node.Says,
                label = plan.Flow.Labels[node.Name].ToString(),
                atMost = node.Ceiling?.ToString().ToLowerInvariant(),
            }),
            edges = plan.Flow.Graph.Edges.Select(edge => new { from = edge.From, to = edge.To, decides = edge.Control }),
            checks = plan.Flow.Checks.Select(check => new { name = check.Name, holds = check.Holds, says = check.Says, path = check.Path }),
        },
        claims = plan.Claims.Select(claim => new
        {
            mechanism = claim.Mechanism,
            epsilon = Number(claim.Epsilon),
            delta = Number(claim.Delta),
            unit = claim.Unit,
            recordsPerUnit = claim.RecordsPerUnit,
            mu = Number(claim.Mu),
            sigmas = claim.Sigmas.Select(Number),
        }),
        ledger = new
        {
            runs = plan.Spent.Before.Runs,
            muBefore = Number(plan.Spent.Before.Mu),
            muAfter = Number(plan.Spent.After.Mu),
            delta = plan.File.Privacy.Delta,
            epsilonBefore = Number(plan.Spent.Before.EpsilonAt(plan.File.Privacy.Delta)),
            epsilonAfter = Number(plan.Spent.After.EpsilonAt(plan.File.Privacy.Delta)),
        },
        requirements = plan.Required.Select(required => new
        {
            words = required.Words,
            holds = plan.Asked.FirstOrDefault(verdict => ReferenceEquals(verdict.Requirement, required))?.Holds,
        }),
        sureToBeRefused = plan.SureToBeRefused,
        cost = new
        {
            tokensWritten = plan.Cost.Work.TokensWritten,
            promptPositions = plan.Cost.Work.PromptPositions,
            proposalPositions = plan.Cost.Work.ProposalPositions,
            privatePositions = plan.Cost.Work.PrivatePositions,
            writtenASecond = plan.Cost.Rates.WrittenASecond,
            promptsASecond = plan.Cost.Rates.PromptsASecond,
            readASecond = plan.Cost.Rates.ReadASecond,
            seconds = plan.Cost.Seconds,
            wattsPerCore = plan.Cost.Assumed.WattsPerCore,
            wattHours = plan.Cost.WattHours,
            pricePerHour = plan.Cost.Assumed.PricePerHour,
            price = plan.Cost.Price,
            currency = plan.Cost.Assumed.Currency,
        },
    }, Indented);

    /// <summary>A number; what JSON cannot spell becomes a word, as in reports.</summary>
    private static object Number(double value) => double.IsPositiveInfinity(value) ? "Infinity" : double.IsNaN(value) ? "NaN" : value;
}
