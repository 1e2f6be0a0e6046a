using Pipeline.Core.Privacy;
using Pipeline.Reports.Figures;

namespace Pipeline.Reports.Html.Sections;

/// <summary>The guarantees in plain words, with what they mean for an attacker, and the ledger's total.</summary>
internal static class Proved
{
    private static readonly double[] FalseAlarms = [.01, .05];

    public static object Of(RunReport report)
    {
        var claims = report.Evidence.Guarantees.Select(guarantee => Claim(guarantee.Claim, guarantee.Binding != report.Evidence.Binding)).ToList();
        return new
        {
            Claims = claims,
            Nothing = claims.Count == 0,
            Together = Together(report),
            HasLedger = report.Ledger is not null,
            Ledger = report.Ledger is { } ledger ? Total(ledger) : "",
        };
    }

    /// <summary>What several guarantees on this candidate prove together; empty when there is only one.</summary>
    private static string Together(RunReport report)
    {
        var claims = report.Evidence.Guarantees.Where(guarantee => guarantee.Binding == report.Evidence.Binding).Select(guarantee => guarantee.Claim).ToList();
        if (claims.Count < 2) return "";
        return Composition.Of(claims) is { } all && double.IsFinite(all.Epsilon)
            ? $"The {claims.Count} mechanisms of this run together: epsilon {Shown.Epsilon(all.Epsilon)} at delta {Shown.Number(all.Delta)} for each {all.Unit} (mu = {Shown.Number(all.Mu)}). This is what the policy is held against."
            : "The mechanisms of this run prove nothing together: their guarantees do not add up.";
    }

    private static object Claim(PrivacyClaim claim, bool foreign)
    {
        var proved = double.IsFinite(claim.Epsilon) && claim.Noise is NoiseOrigin.OperatingSystem or NoiseOrigin.NotNeeded;
        return new
        {
            claim.Mechanism,
            Proved = proved,
            Foreign = foreign,
            Why = claim.Noise switch
            {
                NoiseOrigin.None => "adds no noise, so an attacker may recognise anybody",
                NoiseOrigin.Seeded => "drew its noise from a seed, which anyone may know; that is for tests only",
                _ => "bounds no epsilon, so an attacker may recognise anybody",
            },
            Promise = $"The synthetic texts are differentially private for each {claim.Unit}: they would have been almost as likely if "
                + $"{(claim.Unit == "record" ? "any one record" : $"all records of any one {claim.Unit}")} {Neighbour(claim.Neighbours)}.",
            Rates = proved ? FalseAlarms.Select(rate => Rate(claim, rate)).ToList() : [],
            Curve = proved ? TradeOff.Draw(claim.Mu) : null,
            Facts = proved ? Facts(claim) : [new Fact("Epsilon", "none proved"), new Fact("Noise", Noise(claim.Noise))],
            HasAssumptions = claim.Assumptions.Count > 0,
            HasGaps = claim.NotCovered.Count > 0,
            claim.Assumptions,
            claim.NotCovered,
        };
    }

    private static List<Fact> Facts(PrivacyClaim claim)
    {
        var isRecord = claim.Unit == "record";
        return
        [
            new("Epsilon", Shown.Epsilon(claim.Epsilon)),
            new("Delta", $"{Shown.Number(claim.Delta)} ({Shown.Odds(claim.Delta)})"),
            new("Whom it protects", isRecord ? "each record" : $"each {claim.Unit}, with all of its records"),
            .. isRecord || claim.RecordsPerUnit == 0 ? (Fact[])[] : [new("Records used of each", claim.RecordsPerUnit == 1 ? "one, chosen at random" : $"at most {claim.RecordsPerUnit}, chosen at random")],
            new("Compared with", claim.Neighbours == Neighbours.AddOrRemoveOneUnit ? $"the same data without (or with) one {claim.Unit}" : $"the same data with one {claim.Unit} replaced"),
            new("Noise", Noise(claim.Noise)),
            new("Noisy releases", Sigmas(claim.Sigmas)),
            new("All of them together", $"Gaussian differential privacy with mu = {Shown.Number(claim.Mu)}"),
        ];
    }

    private static object Rate(PrivacyClaim claim, double falseAlarms) => new
    {
        Alarms = Shown.Share(falseAlarms),
        Recognised = Shown.Share(TradeOff.TruePositives(claim.Mu, falseAlarms)),
    };

    private static string Neighbour(Neighbours neighbours) => neighbours == Neighbours.AddOrRemoveOneUnit
        ? "had not been in the data at all"
        : "had been replaced by others";

    private static string Noise(NoiseOrigin noise) => noise switch
    {
        NoiseOrigin.OperatingSystem => "from the operating system’s cryptographic generator",
        NoiseOrigin.NotNeeded => "none was needed: no private text took part",
        NoiseOrigin.Seeded => "from a seed: for tests only, protects nobody",
        _ => "none was added",
    };

    /// <summary>Runs of equal noise multipliers: <c>1 release with sigma 2.31, then 30 with sigma 6.32</c>.</summary>
    private static string Sigmas(IReadOnlyList<double> sigmas)
    {
        var runs = new List<(double Sigma, int Count)>();
        foreach (var sigma in sigmas)
        {
            if (runs.Count > 0 && Math.Abs(runs[^1].Sigma - sigma) <= 1e-9 * Math.Abs(sigma)) runs[^1] = (runs[^1].Sigma, runs[^1].Count + 1);
            else runs.Add((sigma, 1));
        }
        return runs.Count switch
        {
            0 => "none",
            <= 4 => string.Join(", then ", runs.Select((run, index) => $"{(index == 0 ? Shown.Count(run.Count, "release") : run.Count.ToString())} with sigma {Shown.Number(run.Sigma)}")),
            _ => $"{Shown.Count(sigmas.Count, "release")} with sigma from {Shown.Number(sigmas.Min())} to {Shown.Number(sigmas.Max())}",
        };
    }

    private static string Total(LedgerSummary ledger) => double.IsFinite(ledger.Epsilon)
        ? $"The ledger holds {Shown.Count(ledger.Runs, "run")} of a mechanism on this source, this one included. Together: epsilon {Shown.Number(ledger.Epsilon)} at delta {Shown.Number(ledger.Delta)} (mu = {Shown.Number(ledger.Mu)})."
        : $"The ledger holds {Shown.Count(ledger.Runs, "run")} of a mechanism on this source, this one included. For all of them together, epsilon: none proved, since at least one run added no noise.";
}
