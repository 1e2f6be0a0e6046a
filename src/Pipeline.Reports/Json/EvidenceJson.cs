using System.Text.Json.Nodes;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using static Pipeline.Reports.Json.ReportJson;

namespace Pipeline.Reports.Json;

/// <summary>Guarantees and findings with the digests they are bound to.</summary>
internal static class EvidenceJson
{
    /// <summary>Confidence and power of the smallest effect that a finding states: of this one finding judged alone.</summary>
    private const double SeenWith = .95, SeenPower = .8;

    public static JsonObject Of(EvidenceFile evidence) => new()
    {
        ["digest"] = Digest(evidence.Digest()),
        ["binding"] = Binding(evidence.Binding),
        ["guarantees"] = List(evidence.Guarantees, Guarantee),
        ["audits"] = List(evidence.Audits, outcome => new JsonObject
        {
            ["audit"] = outcome.Audit,
            ["failure"] = outcome.Failure,
            ["findings"] = List(outcome.Findings, Finding),
        }),
    };

    private static JsonObject Binding(Binding binding) => new()
    {
        ["candidate"] = Digest(binding.Candidate),
        ["source"] = Digest(binding.Source),
        ["settings"] = Digest(binding.Settings),
    };

    private static JsonObject Guarantee(Guarantee guarantee)
    {
        PrivacyClaim claim = guarantee.Claim;
        return new()
        {
            ["mechanism"] = claim.Mechanism,
            ["epsilon"] = Number(claim.Epsilon),
            ["delta"] = Number(claim.Delta),
            ["mu"] = Number(claim.Mu),
            ["unit"] = claim.Unit,
            ["recordsPerUnit"] = claim.RecordsPerUnit,
            ["neighbours"] = Word(claim.Neighbours),
            ["noise"] = Word(claim.Noise),
            ["sigmas"] = List(claim.Sigmas, Number),
            ["assumptions"] = Words(claim.Assumptions),
            ["notCovered"] = Words(claim.NotCovered),
            ["binding"] = Binding(guarantee.Binding),
        };
    }

    private static JsonObject Finding(Finding finding)
    {
        var json = new JsonObject
        {
            ["measure"] = finding.Measure,
            ["against"] = Word(finding.Against),
            ["unit"] = Word(finding.Unit),
            ["kind"] = finding.Statistic.Kind,
            ["estimate"] = Number(finding.Statistic.Estimate),
            ["n"] = finding.Statistic.N,
        };
        if (finding.Statistic is Proportion proportion) json["k"] = proportion.K;
        json["lower"] = Number(Interval.Of(finding.Statistic).Lower);
        json["upper"] = Number(Interval.Of(finding.Statistic).Upper);
        if (finding.NoLeak is { } noLeak)
        {
            json["noLeak"] = Number(noLeak);
            json["smallestEffect"] = Number(finding.Statistic.SmallestEffect(noLeak, SeenWith, SeenPower));
        }
        json["meaning"] = finding.Meaning;
        json["measuredAt"] = finding.MeasuredAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        json["instances"] = List(finding.Instances, instance => new JsonObject
        {
            ["row"] = instance.Row,
            ["record"] = instance.Record,
            ["note"] = instance.Note,
        });
        json["binding"] = Binding(finding.Binding);
        return json;
    }
}
