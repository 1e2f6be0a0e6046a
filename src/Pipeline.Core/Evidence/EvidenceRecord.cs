using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Canonical;
using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;

namespace Pipeline.Core.Evidence;

/// <summary>
/// Evidence written down without loss, as canonical JSON, and read back to be judged again. What is read back never becomes
/// evidence, a guarantee or a claim in anybody's hands: it can be evaluated under a policy and compared with a ledger, and leads
/// to no release (laws 2 to 4).
/// </summary>
public sealed class EvidenceRecord
{
    private const string Schema = "pipeline-evidence/1";

    private readonly EvidenceSummary summary;

    private EvidenceRecord(EvidenceSummary summary, Digest digest) => (this.summary, Digest) = (summary, digest);

    /// <summary>Names the evidence: the digest of its canonical form.</summary>
    public Digest Digest { get; }

    /// <summary>What it says it is about.</summary>
    public Binding Binding => summary.Binding;

    /// <summary>How many guarantees it holds.</summary>
    public int Guarantees => summary.Guarantees.Count;

    /// <summary>Audits that finished or failed, by name.</summary>
    public IReadOnlyList<string> Audits { get; private init; } = [];

    /// <summary>The payloads of the ledger entries that paid for what it claims to be proved, in order.</summary>
    public IReadOnlyList<string> Payments => [.. summary.Guarantees.Select(guarantee => Spending.Write(guarantee.Claim))];

    /// <summary>What a policy says of it.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="proposed">The candidate by name and size.</param>
    /// <param name="facts">The case.</param>
    /// <param name="now">When it was judged.</param>
    public Evaluation Evaluate(Policy policy, Proposed proposed, CaseFacts facts, DateTimeOffset now) =>
        // As the gate does: an audit that found more canaries than the gate is believed.
        Evaluation.Of(policy, proposed with { WithCanary = Math.Max(proposed.WithCanary, CanaryRule.Counted(summary)) }, summary, facts, now);

    /// <summary>The evidence as JSON.</summary>
    public static JsonObject Write(EvidenceFile evidence) => new()
    {
        ["schema"] = Schema,
        ["binding"] = PlainValues.Write(evidence.Binding),
        ["guarantees"] = new JsonArray([.. evidence.Guarantees.Select(guarantee => Guarantee(guarantee.Claim, guarantee.Binding))]),
        ["audits"] = new JsonArray([.. evidence.Audits.Select(outcome => new JsonObject
        {
            ["audit"] = outcome.Audit,
            ["failure"] = outcome.Failure,
            ["findings"] = new JsonArray([.. outcome.Findings.Select(Finding)]),
        })]),
    };

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="node">The JSON.</param>
    /// <param name="where">Where it comes from, for the message.</param>
    /// <exception cref="BadInputException">It is no evidence, or holds something that would be lost.</exception>
    public static EvidenceRecord Read(JsonNode? node, string where)
    {
        try
        {
            var binding = PlainValues.Read<Binding>(node!["binding"]);
            var guarantees = node["guarantees"]!.AsArray().Select(one => new GuaranteeSummary(PlainValues.Read<PrivacyClaim>(one!["claim"]), PlainValues.Read<Binding>(one["binding"]))).ToList();
            var audits = node["audits"]!.AsArray().Select(audit => new ReadAudit(PlainValues.Read<string>(audit!["audit"]), PlainValues.Read<string?>(audit["failure"]), [.. audit["findings"]!.AsArray().Select(one => new ReadFinding(
                PlainValues.Read<Measurement>(one!["measurement"]), PlainValues.Read<Binding>(one["binding"]), PlainValues.Read<DateTimeOffset>(one["measuredAt"])))])).ToList();
            // Written again it must be the same: then nothing in it was passed over.
            var again = new JsonObject
            {
                ["schema"] = Schema,
                ["binding"] = PlainValues.Write(binding),
                ["guarantees"] = new JsonArray([.. guarantees.Select(one => Guarantee(one.Claim, one.Binding))]),
                ["audits"] = new JsonArray([.. audits.Select(audit => new JsonObject { ["audit"] = audit.Name, ["failure"] = audit.Failure, ["findings"] = new JsonArray([.. audit.Findings.Select(found => Finding(found.Measurement, found.Binding, found.At))]) })]),
            };
            var bytes = CanonicalJson.Write(node);
            if (!CanonicalJson.Write(again).AsSpan().SequenceEqual(bytes)) throw new FormatException("It holds more than evidence does.");
            return new EvidenceRecord(Summary(binding, guarantees, audits), Core.Digest.Of(bytes)) { Audits = [.. audits.Select(audit => audit.Name)] };
        }
        catch (Exception other) when (other is JsonException or FormatException or InvalidOperationException or ArgumentException or NullReferenceException or KeyNotFoundException or TargetInvocationException or InvalidCastException or OverflowException or IndexOutOfRangeException or MissingMethodException)
        {
            throw new BadInputException(new Problem(where, "This is not evidence as this version writes it.", "evidence of Pipeline, unchanged"), other);
        }
    }

    private static EvidenceSummary Summary(Binding binding, IReadOnlyList<GuaranteeSummary> guarantees, IReadOnlyList<ReadAudit> audits) => new(
        binding, guarantees,
        [.. audits.SelectMany(audit => audit.Findings.Select(found => new FindingSummary(audit.Name, found.Measurement.Measure, found.Measurement.Against, found.Measurement.Statistic, found.Binding, found.At) { Unit = found.Measurement.Unit, NoLeak = found.Measurement.NoLeak }))],
        [.. audits.Where(audit => audit.Failure is not null).Select(audit => new AuditFailure(audit.Name, audit.Failure!))]);

    private static JsonObject Guarantee(PrivacyClaim claim, Binding binding) => new() { ["claim"] = PlainValues.Write(claim), ["binding"] = PlainValues.Write(binding) };

    private static JsonObject Finding(Finding finding) => Finding(new Measurement
    {
        Measure = finding.Measure,
        Against = finding.Against,
        Statistic = finding.Statistic,
        Meaning = finding.Meaning,
        Unit = finding.Unit,
        NoLeak = finding.NoLeak,
        Instances = finding.Instances,
    }, finding.Binding, finding.MeasuredAt);

    private static JsonObject Finding(Measurement measurement, Binding binding, DateTimeOffset at) =>
        new() { ["measurement"] = PlainValues.Write(measurement), ["binding"] = PlainValues.Write(binding), ["measuredAt"] = PlainValues.Write(at) };

    private sealed record ReadAudit(string Name, string? Failure, IReadOnlyList<ReadFinding> Findings);

    private sealed record ReadFinding(Measurement Measurement, Binding Binding, DateTimeOffset At);
}
