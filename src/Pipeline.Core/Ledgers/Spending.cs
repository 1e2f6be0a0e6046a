using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Privacy;
using Pipeline.Core.Privacy.Accounting;

namespace Pipeline.Core.Ledgers;

/// <summary>A spent budget as the ledger's canonical JSON. Fields that only some claims have are left out of the others.</summary>
internal static class Spending
{
    public static string Write(PrivacyClaim claim)
    {
        var payload = new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["delta"] = Number(claim.Delta),
            ["epsilon"] = Number(claim.Epsilon),
            ["mechanism"] = claim.Mechanism,
            ["mu"] = Number(claim.Mu),
            ["neighbours"] = claim.Neighbours.ToString(),
            ["noise"] = claim.Noise.ToString(),
            ["unit"] = claim.Unit,
        };
        if (claim.Slack > 0) payload["slack"] = Number(claim.Slack);
        if (claim.Steps.Count > 0) payload["losses"] = LossRecords.Write(claim.Steps);
        if (claim.Part is { } part) payload["part"] = new SortedDictionary<string, object>(StringComparer.Ordinal) { ["of"] = part.Parts, ["part"] = part.Part, ["partition"] = part.Partition.ToString() };
        return JsonSerializer.Serialize(payload);
    }

    public static SpentLoss Read(LedgerEntry entry)
    {
        using var payload = JsonDocument.Parse(entry.Payload);
        var root = payload.RootElement;
        string Field(string name) => root.GetProperty(name).GetString()!;
        double Parsed(string name) => double.Parse(Field(name), CultureInfo.InvariantCulture);
        var mu = Parsed("mu");
        var steps = root.TryGetProperty("losses", out var losses) ? LossRecords.Read(losses) : mu > 0 ? [new PrivacyStep(new GaussianLoss(mu))] : [];
        var part = root.TryGetProperty("part", out var own)
            ? new DisjointPart(Digest.Parse(own.GetProperty("partition").GetString()!), own.GetProperty("part").GetInt32(), own.GetProperty("of").GetInt32())
            : null;
        return new SpentLoss(Field("unit"), Enum.Parse<Neighbours>(Field("neighbours")), steps, root.TryGetProperty("slack", out _) ? Parsed("slack") : 0, part);
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
