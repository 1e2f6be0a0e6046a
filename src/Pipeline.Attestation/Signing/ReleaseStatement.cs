using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core;
using Pipeline.Core.Canonical;
using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Policies;

namespace Pipeline.Attestation.Signing;

/// <summary>Something the statement is about, by name and digest: the candidate, and every file of the run.</summary>
/// <param name="Name">The file's name, or <c>candidate</c>.</param>
/// <param name="Digest">SHA-256 of its bytes; of the rows for the candidate.</param>
public sealed record Subject(string Name, Digest Digest)
{
    /// <summary>The rows that were judged.</summary>
    public const string Candidate = "candidate";
}

/// <summary>The verdict on one requirement as it was given.</summary>
/// <param name="Words">The requirement in words.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record GivenVerdict(string Words, Outcome Outcome);

/// <summary>What the gate said, and what it went by besides policy and evidence.</summary>
public sealed record GivenDecision
{
    /// <summary>Whether it approved.</summary>
    public required bool Approves { get; init; }

    /// <summary>Why not.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>The verdict on every requirement.</summary>
    public required IReadOnlyList<GivenVerdict> Verdicts { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How protected the source is.</summary>
    public required Classification Classification { get; init; }

    /// <summary>Number of protected units in the training part.</summary>
    public required int Units { get; init; }

    /// <summary>What the release is for, or null.</summary>
    public string? Purpose { get; init; }

    /// <summary>Whom it is for, or null.</summary>
    public string? Recipient { get; init; }

    /// <summary>Texts in the candidate.</summary>
    public required int Texts { get; init; }

    /// <summary>Of these, texts in which the gate found a planted canary.</summary>
    public int WithCanary { get; init; }
}

/// <summary>
/// What a run signs: an in-toto statement (v1) about its candidate and files, with the evidence in full, the decision and what
/// it went by, and the ledger's state. No private text is in it; the number of units and what was measured are for auditors.
/// </summary>
public sealed record ReleaseStatement
{
    /// <summary>What kind of statement it is.</summary>
    public const string PredicateType = "urn:pipeline:release-evidence:1";

    private const string StatementType = "https://in-toto.io/Statement/v1";

    /// <summary>The run's name.</summary>
    public required string Run { get; init; }

    /// <summary>The pipeline's name.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Version of the product that made it.</summary>
    public required string Product { get; init; }

    /// <summary>The candidate first, then the files in order of their names.</summary>
    public required IReadOnlyList<Subject> Subjects { get; init; }

    /// <summary>What everything is about: candidate, source and plan.</summary>
    public required Binding Binding { get; init; }

    /// <summary>The policy's name.</summary>
    public required string PolicyName { get; init; }

    /// <summary>The policy's digest.</summary>
    public required Digest Policy { get; init; }

    /// <summary>What the gate said.</summary>
    public required GivenDecision Decision { get; init; }

    /// <summary>The evidence as <see cref="EvidenceRecord"/> writes it.</summary>
    public required JsonObject Evidence { get; init; }

    /// <summary>The ledger as it stood.</summary>
    public required LedgerExtract Ledger { get; init; }

    /// <summary>Digest of all that the ledger's entry of the decision does not name by itself.</summary>
    public Digest Case => CaseOf(Pipeline, Product, PolicyName, Decision);

    /// <summary>The same before there is a statement: it is recorded with the decision, so that nobody who has the key can change it later.</summary>
    public static Digest CaseOf(string pipeline, string product, string policy, GivenDecision decision) => Digest.Of(CanonicalJson.Write(
        new JsonObject { ["pipeline"] = pipeline, ["product"] = product, ["policy"] = policy, ["decision"] = ToJson(decision) }));

    /// <summary>The statement's bytes, in canonical form.</summary>
    public byte[] Write() => CanonicalJson.Write(ToJson());

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="BadInputException">It is no statement, or holds something else besides.</exception>
    public static ReleaseStatement Read(ReadOnlySpan<byte> bytes, string where)
    {
        var node = CanonicalJson.Read(bytes, where);
        try
        {
            var predicate = node["predicate"]!;
            var read = new ReleaseStatement
            {
                Subjects = [.. node["subject"]!.AsArray().Select(subject => new Subject(Text(subject!["name"]), Digest.Parse("sha256:" + Text(subject["digest"]!["sha256"]))))],
                Run = Text(predicate["run"]),
                Pipeline = Text(predicate["pipeline"]),
                Product = Text(predicate["product"]),
                Binding = new Binding(Named(predicate["candidate"]), Named(predicate["source"]), Named(predicate["settings"])),
                PolicyName = Text(predicate["policy"]!["name"]),
                Policy = Named(predicate["policy"]!["digest"]),
                Decision = Decided(predicate["decision"]!),
                Evidence = predicate["evidence"]!.AsObject(),
                Ledger = LedgerExtract.Read(predicate["ledger"], where),
            };
            if (read.Write().AsSpan().SequenceEqual(bytes)) return read;
        }
        catch (Exception other) when (other is FormatException or InvalidOperationException or NullReferenceException or ArgumentException or JsonException)
        {
            throw new BadInputException(new Problem(where, "This is no statement about a release.", "one that this version of Pipeline reads"), other);
        }
        throw new BadInputException(where, "This is no statement about a release.", "one that this version of Pipeline reads");
    }

    private JsonObject ToJson() => new()
    {
        ["_type"] = StatementType,
        ["subject"] = new JsonArray([.. Subjects.Select(subject => new JsonObject { ["name"] = subject.Name, ["digest"] = new JsonObject { ["sha256"] = subject.Digest.Hex } })]),
        ["predicateType"] = PredicateType,
        ["predicate"] = new JsonObject
        {
            ["run"] = Run,
            ["pipeline"] = Pipeline,
            ["product"] = Product,
            ["candidate"] = Binding.Candidate.ToString(),
            ["source"] = Binding.Source.ToString(),
            ["settings"] = Binding.Settings.ToString(),
            ["policy"] = new JsonObject { ["name"] = PolicyName, ["digest"] = Policy.ToString() },
            ["decision"] = ToJson(Decision),
            ["evidence"] = Evidence.DeepClone(),
            ["ledger"] = Ledger.ToJson(),
        },
    };

    private static JsonObject ToJson(GivenDecision given) => new()
    {
        ["outcome"] = given.Approves ? "approved" : "refused",
        ["reasons"] = new JsonArray([.. given.Reasons.Select(reason => JsonValue.Create(reason))]),
        ["verdicts"] = new JsonArray([.. given.Verdicts.Select(verdict => new JsonObject { ["requirement"] = verdict.Words, ["outcome"] = verdict.Outcome.ToString() })]),
        ["at"] = given.At.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        ["classification"] = given.Classification.ToString(),
        ["units"] = given.Units,
        ["purpose"] = given.Purpose,
        ["recipient"] = given.Recipient,
        ["texts"] = given.Texts,
        ["withCanary"] = given.WithCanary,
    };

    private static GivenDecision Decided(JsonNode node) => new()
    {
        Approves = Text(node["outcome"]) == "approved",
        Reasons = [.. node["reasons"]!.AsArray().Select(Text)],
        Verdicts = [.. node["verdicts"]!.AsArray().Select(verdict => new GivenVerdict(Text(verdict!["requirement"]), Enum.Parse<Outcome>(Text(verdict["outcome"]))))],
        At = DateTimeOffset.ParseExact(Text(node["at"]), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        Classification = Enum.Parse<Classification>(Text(node["classification"])),
        Units = node["units"]!.GetValue<int>(),
        Purpose = node["purpose"]?.GetValue<string>(),
        Recipient = node["recipient"]?.GetValue<string>(),
        Texts = node["texts"]!.GetValue<int>(),
        WithCanary = node["withCanary"]!.GetValue<int>(),
    };

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static Digest Named(JsonNode? node) => Digest.Parse(Text(node));
}
