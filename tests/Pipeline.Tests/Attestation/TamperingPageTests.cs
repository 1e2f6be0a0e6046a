using System.Text;
using Pipeline.Attestation.Signing;
using Pipeline.Attestation.Verifying;
using Pipeline.Core;
using Pipeline.Core.Canonical;
using Pipeline.Core.Ledgers;
using Pipeline.Data.Runs;
using Pipeline.Tests.Core;
using Pipeline.Tests.Core.Releases.Protocol;

namespace Pipeline.Tests.Attestation;

/// <summary>Each check of the verifier failing on something crafted, as <c>docs/evidence.md</c> shows it.</summary>
public sealed class TamperingPageTests
{
    [Fact]
    public void The_page_shows_each_check_failing()
    {
        using var run = new SignedRun();
        using var stranger = SigningKey.New(out _);
        var bundle = run.Run("run-1");
        var honest = Envelope.Read(bundle, "bundle");
        var inputs = run.Inputs(bundle);
        run.Run("run-2");
        var entries = run.Ledger.Entries();
        byte[] Again(Action<System.Text.Json.Nodes.JsonNode> change, SigningKey? key = null)
        {
            var node = CanonicalJson.Read(honest.Payload, "payload");
            change(node);
            return Envelope.Sign(CanonicalJson.Write(node), key ?? run.Key).Write();
        }

        Func<string, byte[]?> Page(string file, string says, string instead) => name => name == file
            ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(inputs.ContentOf(name)!).Replace(says, instead, StringComparison.Ordinal))
            : inputs.ContentOf(name);

        IReadOnlyList<LedgerEntry> altered = [.. entries.Select((entry, i) => i == 2 ? entry with { Run = "another" } : entry)];
        (string What, VerificationInputs Inputs)[] cases =
        [
            ("a byte of the envelope's form", inputs with { Bundle = [.. bundle, (byte)' '] }),
            ("signed by a key that is not trusted", inputs with { Bundle = Again(_ => { }, stranger) }),
            ("signed after the key was retired", inputs with { Keys = [new TrustedKey(run.Key.Public, Cases.Now.AddDays(-1))] }),
            ("signed by a key that was compromised later", inputs with { Keys = [new TrustedKey(run.Key.Public, null, Compromised: true)] }),
            ("a finding made smaller, signed again by the right key", inputs with { Bundle = Again(node => node["predicate"]!["evidence"]!["audits"]![0]!["findings"]![0]!["measurement"]!["statistic"]!["n"] = 10_000) }),
            ("a guarantee made smaller, signed again by the right key", inputs with { Bundle = Again(node => node["predicate"]!["evidence"]!["guarantees"]![0]!["claim"]!["epsilon"] = .1) }),
            ("evidence about another candidate", inputs with { Bundle = Again(node => node["predicate"]!["evidence"]!["binding"]!["candidate"] = Digest.Of("x").ToString()) }),
            ("refused made approved, signed again by the right key", Refused(run)),
            ("the number of units made smaller", inputs with { Bundle = Again(node => node["predicate"]!["decision"]!["units"] = 5) }),
            ("a ledger entry of the run taken out of the bundle", inputs with { Bundle = Again(node => node["predicate"]!["ledger"]!["entries"]!.AsArray().RemoveAt(1)) }),
            ("a hash of the chain changed", inputs with { Bundle = Again(node => node["predicate"]!["ledger"]!["hashes"]![1] = Digest.Of("x").ToString()) }),
            ("an entry altered in the ledger itself", inputs with { Ledger = () => altered }),
            ("entries removed at the ledger's end", inputs with { Ledger = () => [.. entries.Take(3)] }),
            ("entries reordered in the ledger", inputs with { Ledger = () => [entries[1], entries[0], .. entries.Skip(2)] }),
            ("another policy under the same name", inputs with { PolicyOf = (_, _) => SignedRun.Policy(true) with { Digest = Digest.Of("x") } }),
            ("the released file replaced", inputs with { FileOf = name => name == RunFiles.Data ? Digest.Of("x") : inputs.FileOf(name) }),
            ("other rows in the released file", inputs with { Rows = () => Digest.Of("x") }),
            ("a report edited", inputs with { FileOf = name => name == "report.html" ? Digest.Of("x") : inputs.FileOf(name) }),
            ("a plan that names another policy, signed all the same", inputs with { ContentOf = Page("plan.json", "\"digest\":\"sha256:", "\"digest\":\"sha256:0") }),
            ("a report that tells another decision, signed all the same", inputs with { ContentOf = Page("report.json", "\"approved\"", "\"refused\"") }),
            ("another source than the statement is about", inputs with { Source = Digest.Of("x") }),
            ("a certificate that its numbers do not bear out", inputs with { Certificate = _ => (false, "it does not follow") }),
        ];
        var text = new StringBuilder("| what was done | checks that fail |\n|---|---|\n");
        foreach (var (what, given) in cases)
        {
            var verified = BundleVerifier.Verify(given);
            var failing = verified.Checks.Where(check => check.Outcome == CheckOutcome.Fails).Select(check => check.Name).ToList();
            Assert.True(failing.Count > 0 && !verified.Verified, what);
            text.Append($"| {what} | {string.Join(", ", failing)} |\n");
        }
        GeneratedPage.Check("evidence.md", "tampering", text.ToString());
    }

    private static VerificationInputs Refused(SignedRun run)
    {
        var bundle = run.Run("run-3", approves: false);
        var node = CanonicalJson.Read(Envelope.Read(bundle, "bundle").Payload, "payload");
        node["predicate"]!["decision"]!["outcome"] = "approved";
        return run.Inputs(Envelope.Sign(CanonicalJson.Write(node), run.Key).Write(), "run-3", approves: false);
    }
}
