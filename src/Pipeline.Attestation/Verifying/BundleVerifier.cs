using Pipeline.Attestation.Signing;
using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Releases;
using Pipeline.Core.Releases.Protocol;

namespace Pipeline.Attestation.Verifying;

/// <summary>What came of verifying a bundle.</summary>
/// <param name="Statement">What it states; null when it could not be read.</param>
/// <param name="Checks">Every check.</param>
/// <param name="Beyond">What no bundle can show, and would have to be believed or looked up elsewhere.</param>
public sealed record Verification(ReleaseStatement? Statement, IReadOnlyList<Check> Checks, IReadOnlyList<string> Beyond)
{
    /// <summary>Nothing failed, and whose bundle it is was checked.</summary>
    public bool Verified => Checks.All(check => check.Outcome != CheckOutcome.Fails) && Checks.Any(check => check is { Name: BundleVerifier.SignatureCheck, Outcome: CheckOutcome.Holds });
}

/// <summary>
/// Verifies a bundle offline: form, signature, digests, the ledger's chain and the order of the run in it, what was paid, and
/// the decision, which is made again by the gate's own evaluation. It makes no release and cannot.
/// </summary>
public static class BundleVerifier
{
    internal const string SignatureCheck = "signature";

    private const string CertificateFile = "certificate.json";

    /// <summary>Verifies.</summary>
    public static Verification Verify(VerificationInputs given)
    {
        Envelope envelope;
        ReleaseStatement statement;
        EvidenceRecord evidence;
        try
        {
            envelope = Envelope.Read(given.Bundle, given.Where);
            statement = ReleaseStatement.Read(envelope.Payload, given.Where);
            evidence = EvidenceRecord.Read(statement.Evidence, given.Where);
        }
        catch (BadInputException bad)
        {
            return new Verification(null, [new Check("form", CheckOutcome.Fails, bad.Problems[0].What + " It was changed, or another version wrote it.")], []);
        }
        List<Check> checks =
        [
            new("form", CheckOutcome.Holds, "A signed envelope with one statement, in canonical form to the last byte."),
            Signature(envelope, statement, given.Keys),
            Check.Of("evidence", $"{Count(evidence.Audits.Count, "audit", "audits")} and {Count(evidence.Guarantees, "guarantee", "guarantees")}, about this candidate, source and plan.", BoundTo(evidence, statement)),
            Check.Try("ledger", () => Check.Of("ledger", $"{statement.Ledger.Hashes.Count} entries, head {statement.Ledger.Head.Short}; every entry of this source has its hash, its place and its predecessor.", statement.Ledger.Broken())),
            Check.Try("protocol", () => Check.Of("protocol", "Policy and plan were registered before the first budget, the decision and the released file after, in the ledger's order.", OutOfOrder(statement, evidence))),
            Check.Try("payments", () => Check.Of("payments", "Every guarantee was paid for in the ledger by this run.", Unpaid(statement, evidence))),
            Check.Try("decision", () => Decision(statement, evidence, given)),
            .. Files(statement, given),
            Page("plan", "plan.json", "It names the source, the policy, the settings and the candidate that were signed.", given, file => Agreement.OfPlan(file, statement)),
            Page("report", "report.json", "It tells the decision, the reasons and every verdict that were signed, on the evidence that was signed.", given, file => Agreement.OfReport(file, statement, evidence)),
            Source(statement, given),
            Check.Try("certificate", () => Certificate(statement, given)),
            .. Ledgers(statement, given),
        ];
        return new Verification(statement, checks, Beyond);
    }

    /// <summary>What has to be believed, or looked up with the source, the model or the machine at hand.</summary>
    private static string[] Beyond { get; } =
    [
        "How protected the source is, and who its units are: its holder's word.",
        "That report.html shows what report.json says: both are signed as they are, and the page's words are not compared.",
        "That audits measured what they say: needs the source, and the model for some; run 'pipeline audit' on both.",
        "That the mechanism added the noise it claims: the claim-against-attack findings bound it from one side only.",
        "That the feature vectors in the certificate are those of the released texts: needs the model.",
        "That no later entry is missing at the end of the ledger: needs a later bundle or the ledger itself.",
        "That the assumptions of each guarantee hold: they are listed in the report.",
    ];

    /// <summary>Files that every run writes.</summary>
    private static readonly string[] Always = ["plan.json", "report.html", "report.json"];

    private static Check Signature(Envelope envelope, ReleaseStatement statement, IReadOnlyList<TrustedKey> keys)
    {
        if (keys.Count == 0) return Check.Open(SignatureCheck, $"Signed with key {envelope.KeyId}; give the public key you trust with --key.");
        if (keys.FirstOrDefault(key => key.Key.Id == envelope.KeyId) is not { } trusted)
            return new Check(SignatureCheck, CheckOutcome.Fails, $"It names key {envelope.KeyId}, which is none of those you trust.");
        var broken = envelope.IsSignedBy(trusted.Key) ? trusted.Refuses(statement.Decision.At) : "The signature is not of these bytes: they were changed, or another key signed them.";
        return Check.Of(SignatureCheck, $"Ed25519, by key {envelope.KeyId[..12]}.", broken);
    }

    private static string? BoundTo(EvidenceRecord evidence, ReleaseStatement statement) =>
        evidence.Binding != statement.Binding ? "The evidence is about another candidate, source or plan than the statement."
        : statement.Subjects.FirstOrDefault(subject => subject.Name == Subject.Candidate)?.Digest != statement.Binding.Candidate ? "The statement's subject is another candidate than its evidence."
        : Always.Except(statement.Subjects.Select(subject => subject.Name)).FirstOrDefault() is { } missing ? $"It does not name {missing}, which every run writes."
        : statement.Subjects.Select(subject => subject.Name).Distinct(StringComparer.Ordinal).Count() != statement.Subjects.Count ? "A file is named twice."
        : null;

    private static string? OutOfOrder(ReleaseStatement statement, EvidenceRecord evidence)
    {
        var record = statement.Ledger.RecordOf(statement.Run);
        var data = statement.Subjects.FirstOrDefault(subject => subject.Name.EndsWith(".parquet", StringComparison.Ordinal));
        var approves = statement.Decision.Approves;
        return record switch
        {
            { Registered: null } => "The ledger does not hold that the run registered its policy before its first budget.",
            { Ruled: null } => "The ledger does not hold the decision.",
            _ when record.Phase != (approves ? Phase.Releasing : Phase.Refused) => $"The ledger knows the run as {record.Phase}, and the statement as {(approves ? "approved" : "refused")}.",
            _ when record.Registered.Policy != statement.Policy || record.Ruled.Policy != statement.Policy => "Another policy was registered or decided under than the statement names.",
            _ when record.Registered.Settings != statement.Binding.Settings => "Another plan was registered than the statement names.",
            _ when record.Ruled.Evidence != evidence.Digest => "The decision was taken on other evidence.",
            _ when record.Ruled.Case != statement.Case => "What the statement says of the case and the decision is not what was recorded when it was taken.",
            _ when record.Ruled.Candidate != statement.Binding.Candidate => "The decision was about another candidate.",
            _ when statement.Ledger.Entries.Any(entry => entry.Run == statement.Run && entry.Source != statement.Binding.Source) => "The run's entries are of another source.",
            _ when approves && record.Intended?.File != data?.Digest => "The ledger names another released file than the statement.",
            _ when !approves && data is not null => "A refused run names a released file.",
            _ => null,
        };
    }

    private static string? Unpaid(ReleaseStatement statement, EvidenceRecord evidence)
    {
        var paid = statement.Ledger.Entries.Where(entry => entry.Run == statement.Run && entry.Event == LedgerEvent.BudgetSpent).Select(entry => entry.Payload).ToList();
        // What was paid and not used is wasted, not wrong; what was used and not paid is.
        return evidence.Payments.All(paid.Remove) ? null : "A guarantee has no entry in the ledger that paid for exactly it.";
    }

    private static Check Decision(ReleaseStatement statement, EvidenceRecord evidence, VerificationInputs given)
    {
        if (given.PolicyOf(statement.Policy, statement.PolicyName) is not { } policy)
            return Check.Open("decision", $"Needs the policy '{statement.PolicyName}' with digest {statement.Policy}; give it with --policy.");
        if (policy.Digest != statement.Policy) return new Check("decision", CheckOutcome.Fails, $"The policy given is {policy.Digest}, and the decision was taken under {statement.Policy}.");
        var decided = statement.Ledger.Entries.FirstOrDefault(entry => entry.Run == statement.Run && entry.Event == LedgerEvent.Decided);
        var spent = statement.Ledger.BudgetBefore(decided?.Sequence ?? long.MaxValue);
        var facts = new CaseFacts(statement.Decision.Classification, statement.Decision.Units, new SourceSpending(spent.Mu, spent.Runs, spent.EpsilonAt)) { Purpose = statement.Decision.Purpose, Recipient = statement.Decision.Recipient };
        var again = evidence.Evaluate(policy, new Proposed(statement.Binding.Candidate, statement.Decision.Texts) { WithCanary = statement.Decision.WithCanary }, facts, statement.Decision.At);
        var verdicts = again.Verdicts.Select(verdict => new GivenVerdict(verdict.Requirement.Words, verdict.Outcome));
        return Check.Of("decision", $"Made again from evidence and policy: {(again.Approves ? "approved" : "refused")}, with the same verdict on each of {again.Verdicts.Count} requirements.",
            again.Approves != statement.Decision.Approves ? $"Made again it is {(again.Approves ? "approved" : "refused")}, and the statement says {(statement.Decision.Approves ? "approved" : "refused")}. {string.Join(' ', again.Reasons)}"
            : !verdicts.SequenceEqual(statement.Decision.Verdicts) || !again.Reasons.SequenceEqual(statement.Decision.Reasons) ? "Made again it gives other verdicts or reasons than the statement."
            : null);
    }

    private static IEnumerable<Check> Files(ReleaseStatement statement, VerificationInputs given)
    {
        foreach (var subject in statement.Subjects.Where(subject => subject.Name != Subject.Candidate))
        {
            yield return Check.Try(subject.Name, () => given.FileOf(subject.Name) is { } digest
                ? Check.Of(subject.Name, "The file beside the bundle has the digest that was signed.", digest == subject.Digest ? null : "The file beside the bundle was changed.")
                : Check.Open(subject.Name, "It is not beside the bundle."));
        }
        yield return Check.Try("rows", () => !statement.Decision.Approves
            ? new Check("rows", CheckOutcome.Holds, "Refused: nothing was released.")
            : given.Rows() is { } rows
                ? Check.Of("rows", "The rows of the released file are the candidate that was judged.", rows == statement.Binding.Candidate ? null : "The released file holds other rows than the candidate that was judged.")
                : Check.Open("rows", "The released file is not beside the bundle."));
    }

    private static Check Page(string name, string file, string holds, VerificationInputs given, Func<byte[], string?> broken) => Check.Try(name, () =>
        given.ContentOf(file) is { } content ? Check.Of(name, holds, broken(content)) : Check.Open(name, $"{file} is not beside the bundle."));

    private static Check Source(ReleaseStatement statement, VerificationInputs given) => given.Source is { } source
        ? Check.Of("source", "The source given is the one the statement is about, byte for byte.", source == statement.Binding.Source ? null : "The source given is another file than the statement is about.")
        : Check.Open("source", "Needs the source; its holder can check with --source.");

    private static string Count(int number, string one, string many) => $"{number} {(number == 1 ? one : many)}";

    private static Check Certificate(ReleaseStatement statement, VerificationInputs given) => given.Certificate(statement.Binding.Candidate) switch
    {
        not null when statement.Subjects.All(subject => subject.Name != CertificateFile) => new Check("certificate", CheckOutcome.Fails, "The certificate beside the bundle is none that was signed."),
        null when statement.Subjects.Any(subject => subject.Name == CertificateFile) => Check.Open("certificate", $"{CertificateFile} was signed and is not beside the bundle."),
        null => Check.Open("certificate", "The run signed no numerical certificate; only methods that match make one, for what is approved."),
        var (holds, note) => new Check("certificate", holds ? CheckOutcome.Holds : CheckOutcome.Fails, note),
    };

    private static IEnumerable<Check> Ledgers(ReleaseStatement statement, VerificationInputs given)
    {
        const string Own = "ledger itself";
        if (given.Ledger is { } read)
        {
            yield return Check.Try(Own, () =>
            {
                var hashes = read().Select(entry => entry.Hash).ToList();
                return Check.Of(Own, $"The ledger goes on from where the bundle was signed: {hashes.Count} entries now.",
                    statement.Ledger.Contradicts(hashes) ?? (hashes.Count < statement.Ledger.Hashes.Count ? $"Entries are missing at its end: {statement.Ledger.Hashes.Count} were signed, {hashes.Count} are left." : null));
            });
        }
        else yield return Check.Open(Own, "Needs the ledger; its holder can check with --ledger.");
        foreach (var (name, bundle) in given.Others)
        {
            yield return Check.Try(name, () =>
            {
                var envelope = Envelope.Read(bundle, name);
                if (given.Keys.Count > 0 && !given.Keys.Any(key => envelope.IsSignedBy(key.Key))) return new Check(name, CheckOutcome.Fails, "The other bundle is not signed by a key you trust.");
                return Check.Of(name, "Both bundles are of one ledger: the earlier state is the beginning of the later.", statement.Ledger.Contradicts(ReleaseStatement.Read(envelope.Payload, name).Ledger.Hashes));
            });
        }
    }
}
