using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Releases.Protocol;

namespace Pipeline.Core.Ledgers;

/// <summary>Facts of the release protocol as payloads of ledger entries: JSON objects of texts, their names in order.</summary>
public static class FactPayload
{
    /// <summary>Which event a fact is recorded as.</summary>
    public static LedgerEvent EventOf(RunFact fact) => fact switch
    {
        Registration => LedgerEvent.Registered,
        Payment => LedgerEvent.BudgetSpent,
        Ruling => LedgerEvent.Decided,
        Consent => LedgerEvent.Consented,
        Intent => LedgerEvent.Releasing,
        Publication => LedgerEvent.Released,
        Withdrawal => LedgerEvent.Withdrawn,
        _ => throw new ArgumentOutOfRangeException(nameof(fact)),
    };

    /// <summary>The fact an entry holds; null for an entry of a version that recorded less.</summary>
    public static RunFact? Read(LedgerEntry entry)
    {
        try
        {
            var fields = JsonSerializer.Deserialize<Dictionary<string, string>>(entry.Payload) ?? [];
            Digest Named(string name) => Digest.Parse(fields[name]);
            return entry.Event switch
            {
                LedgerEvent.Registered => new Registration(Named("policy"), Named("settings"), int.Parse(fields["approvals"], CultureInfo.InvariantCulture)),
                LedgerEvent.BudgetSpent => new Payment(),
                LedgerEvent.Decided => new Ruling(fields["decision"] == Approves, Named("candidate"), Named("evidence"), Named("policy"),
                    fields.TryGetValue("until", out var until) ? DateTimeOffset.ParseExact(until, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) : null,
                    fields.TryGetValue("case", out var known) ? Digest.Parse(known) : null),
                LedgerEvent.Consented => new Consent(fields["person"], fields["key"], Named("candidate"), Named("evidence"), fields["signature"]),
                LedgerEvent.Releasing => new Intent(Named("candidate"), Named("evidence"), Named("file")),
                LedgerEvent.Released => new Publication(Named("candidate"), Named("evidence"), Named("file")),
                LedgerEvent.Withdrawn => new Withdrawal(),
                _ => null,
            };
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or FormatException)
        {
            // The budget counts whatever else its entry says.
            return entry.Event == LedgerEvent.BudgetSpent ? new Payment() : null;
        }
    }

    internal static string Of(RunFact fact) => JsonSerializer.Serialize(new SortedDictionary<string, string>(Fields(fact), StringComparer.Ordinal));

    private const string Approves = "approved";

    private static Dictionary<string, string> Fields(RunFact fact) => fact switch
    {
        Registration registered => new() { ["policy"] = $"{registered.Policy}", ["settings"] = $"{registered.Settings}", ["approvals"] = registered.Approvals.ToString(CultureInfo.InvariantCulture) },
        Ruling { Until: { } until } ruled => new(Fields(ruled with { Until = null })) { ["until"] = until.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture) },
        Ruling { Case: { } known } ruled => new(Fields(ruled with { Case = null })) { ["case"] = $"{known}" },
        Ruling ruled => new() { ["decision"] = ruled.Approves ? Approves : "refused", ["candidate"] = $"{ruled.Candidate}", ["evidence"] = $"{ruled.Evidence}", ["policy"] = $"{ruled.Policy}" },
        Consent consent => new() { ["person"] = consent.Person, ["key"] = consent.Key, ["candidate"] = $"{consent.Candidate}", ["evidence"] = $"{consent.Evidence}", ["signature"] = consent.Signature },
        Intent intended => new() { ["candidate"] = $"{intended.Candidate}", ["evidence"] = $"{intended.Evidence}", ["file"] = $"{intended.File}" },
        Publication published => new() { ["candidate"] = $"{published.Candidate}", ["evidence"] = $"{published.Evidence}", ["file"] = $"{published.File}" },
        Withdrawal => [],
        _ => throw new ArgumentOutOfRangeException(nameof(fact)),
    };
}
