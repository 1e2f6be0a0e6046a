using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Attestation.Signing;
using Pipeline.Attestation.Verifying;
using Pipeline.Core;
using Pipeline.Core.Canonical;
using Pipeline.Data.Runs;
using Pipeline.Tests.Core;
using Pipeline.Tests.Core.Evidence;

namespace Pipeline.Tests.Attestation;

public sealed class BundleVerifierTests : IDisposable
{
    private readonly SignedRun run = new();

    public void Dispose() => run.Dispose();

    private static string Failing(Verification verified) => string.Join(", ", verified.Checks.Where(check => check.Outcome == CheckOutcome.Fails).Select(check => check.Name));

    private static CheckOutcome Of(Verification verified, string name) => verified.Checks.Single(check => check.Name == name).Outcome;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Verifies_an_honest_bundle_with_everything_at_hand(bool approves)
    {
        var bundle = run.Run("run-1", approves);
        var verified = BundleVerifier.Verify(run.Inputs(bundle, approves: approves));
        Assert.True(verified.Verified, Failing(verified));
        // All but the certificate, which this run has none of.
        Assert.Equal(["certificate"], verified.Checks.Where(check => check.Outcome == CheckOutcome.NotChecked).Select(check => check.Name));
        Assert.NotEmpty(verified.Beyond);
        Assert.Equal(approves, verified.Statement!.Decision.Approves);
    }

    [Fact]
    public void Says_what_it_could_not_check_with_nothing_at_hand()
    {
        var verified = BundleVerifier.Verify(new VerificationInputs { Bundle = run.Run("run-1"), Where = "bundle" });
        // Nothing failed, and nothing vouches for it.
        Assert.Equal("", Failing(verified));
        Assert.False(verified.Verified);
        Assert.Equal(["certificate", "data.parquet", "decision", "ledger itself", "plan", "plan.json", "report", "report.html", "report.json", "rows", "signature", "source"],
            verified.Checks.Where(check => check.Outcome == CheckOutcome.NotChecked).Select(check => check.Name).Order());
        Assert.All(verified.Checks, check => Assert.NotEmpty(check.Note));
    }

    [Fact]
    public void Refuses_a_bundle_of_which_any_byte_was_changed()
    {
        var bundle = run.Run("run-1");
        var inputs = run.Inputs(bundle);
        // Every byte of the envelope's own words and of the signature, and the payload's in steps: base64 hides no spare bits.
        var payload = Encoding.UTF8.GetString(bundle).IndexOf("\"payloadType\"", StringComparison.Ordinal);
        for (var i = 0; i < bundle.Length; i += i > 12 && i < payload - 80 ? 97 : 1)
        {
            foreach (var bit in new[] { 1, 4, 32 })
            {
                var changed = bundle.ToArray();
                changed[i] ^= (byte)bit;
                Assert.False(BundleVerifier.Verify(inputs with { Bundle = changed }).Verified, $"byte {i}, bit {bit}");
            }
        }
        foreach (var length in new[] { 0, 1, bundle.Length / 2, bundle.Length - 1 }) Assert.False(BundleVerifier.Verify(inputs with { Bundle = bundle[..length] }).Verified);
        Assert.False(BundleVerifier.Verify(inputs with { Bundle = [.. bundle, (byte)'\n'] }).Verified);
    }

    [Fact]
    public void Refuses_a_statement_of_which_any_leaf_was_changed_although_the_right_key_signed_it_again()
    {
        var honest = Envelope.Read(run.Run("run-1"), "bundle");
        var inputs = run.Inputs([]);
        var leaves = EvidenceRecordTests.Leaves(CanonicalJson.Read(honest.Payload, "payload")).Count();
        Assert.True(leaves > 100, $"{leaves} leaves are too few to be a whole statement.");
        for (var i = 0; i < leaves; i++)
        {
            var changed = CanonicalJson.Read(honest.Payload, "payload");
            var leaf = EvidenceRecordTests.Leaves(changed).ElementAt(i);
            var (path, before) = (leaf.GetPath(), leaf.ToJsonString());
            EvidenceRecordTests.Alter(leaf);
            var verified = BundleVerifier.Verify(inputs with { Bundle = Envelope.Sign(CanonicalJson.Write(changed), run.Key).Write() });
            Assert.False(verified.Verified, $"{path}: {before}");
        }
    }

    [Fact]
    public void Refuses_another_key_and_a_key_id_that_lies()
    {
        var bundle = run.Run("run-1");
        using var other = SigningKey.New(out _);
        Assert.Equal("signature", Failing(BundleVerifier.Verify(run.Inputs(bundle) with { Keys = [new TrustedKey(other.Public)] })));
        var honest = Envelope.Read(bundle, "bundle");
        var forged = Envelope.Sign(honest.Payload, other);
        Assert.Equal("signature", Failing(BundleVerifier.Verify(run.Inputs(forged.Write()))));
        Assert.Equal("signature", Failing(BundleVerifier.Verify(run.Inputs((forged with { KeyId = run.Key.Public.Id }).Write()))));
        Assert.Equal("signature", Failing(BundleVerifier.Verify(run.Inputs((honest with { Signature = new byte[64] }).Write()))));
        Assert.Equal("signature", Failing(BundleVerifier.Verify(run.Inputs((honest with { Signature = honest.Signature[..63] }).Write()))));
    }

    [Fact]
    public void Refuses_what_a_retired_key_signed_later_and_all_that_a_compromised_one_signed()
    {
        var inputs = run.Inputs(run.Run("run-1"));
        Assert.True(BundleVerifier.Verify(inputs with { Keys = [new TrustedKey(run.Key.Public, Cases.Now.AddDays(1))] }).Verified);
        Assert.Equal("signature", Failing(BundleVerifier.Verify(inputs with { Keys = [new TrustedKey(run.Key.Public, Cases.Now.AddDays(-1))] })));
        Assert.Equal("signature", Failing(BundleVerifier.Verify(inputs with { Keys = [new TrustedKey(run.Key.Public, Cases.Now.AddDays(1), Compromised: true)] })));
    }

    [Fact]
    public void Refuses_files_that_were_changed_and_rows_that_are_not_the_candidate()
    {
        var inputs = run.Inputs(run.Run("run-1"));
        foreach (var file in new[] { "plan.json", "report.json", "report.html", RunFiles.Data })
            Assert.Equal(file, Failing(BundleVerifier.Verify(inputs with { FileOf = name => name == file ? Digest.Of("changed") : inputs.FileOf(name) })));
        Assert.Equal("rows", Failing(BundleVerifier.Verify(inputs with { Rows = () => Cases.Candidate(salt: "!").Digest })));
    }

    [Theory]
    [InlineData("plan.json", "\"confidential\"", "\"public\"", "plan")]
    [InlineData("plan.json", "\"purpose\":null", "\"purpose\":\"research\"", "plan")]
    [InlineData("report.json", "\"approved\"", "\"refused\"", "report")]
    [InlineData("report.json", "\"reasons\":[]", "\"reasons\":[\"none\"]", "report")]
    [InlineData("report.json", "\"holds\"", "\"unknown\"", "report")]
    [InlineData("report.json", "\"run-1\"", "\"run-2\"", "report")]
    [InlineData("report.json", "{", "[", "report")]
    public void Refuses_pages_that_say_something_else_than_what_was_signed(string file, string honest, string changed, string failing)
    {
        var inputs = run.Inputs(run.Run("run-1"));
        var before = Encoding.UTF8.GetString(inputs.ContentOf(file)!);
        var after = before.Replace(honest, changed, StringComparison.Ordinal);
        Assert.NotEqual(before, after);
        Assert.Equal(failing, Failing(BundleVerifier.Verify(inputs with { ContentOf = name => name == file ? Encoding.UTF8.GetBytes(after) : inputs.ContentOf(name) })));
    }

    [Fact]
    public void Refuses_another_source() => Assert.Equal("source", Failing(BundleVerifier.Verify(run.Inputs(run.Run("run-1")) with { Source = Digest.Of("another source") })));

    [Fact]
    public void Refuses_another_policy_than_was_registered()
    {
        var inputs = run.Inputs(run.Run("run-1"));
        Assert.Equal("decision", Failing(BundleVerifier.Verify(inputs with { PolicyOf = (_, _) => SignedRun.Policy(true) with { Digest = Digest.Of("another") } })));
    }

    [Fact]
    public void Refuses_an_approval_that_the_policy_does_not_give()
    {
        // The policy under the registered digest asks for more than the evidence shows.
        var inputs = run.Inputs(run.Run("run-1"));
        var verified = BundleVerifier.Verify(inputs with { PolicyOf = (_, _) => SignedRun.Policy(true) with { Require = [Cases.Private8 with { Epsilon = 1 }] } });
        Assert.Equal("decision", Failing(verified));
    }

    [Fact]
    public void Shows_entries_that_were_deleted_altered_or_reordered_in_the_ledger_since()
    {
        var inputs = run.Inputs(run.Run("run-1"));
        run.Run("run-2");
        var entries = run.Ledger.Entries().ToList();
        Assert.Equal(CheckOutcome.Holds, Of(BundleVerifier.Verify(inputs with { Ledger = () => entries }), "ledger itself"));
        var altered = entries.ToList();
        altered[2] = altered[2] with { Run = "another" };
        foreach (var (what, ledger) in new[] { ("altered", altered), ("removed at the end", entries[..3]), ("removed", [.. entries[..2], .. entries[3..]]), ("reordered", [entries[1], entries[0], .. entries[2..]]) })
            Assert.True(Of(BundleVerifier.Verify(inputs with { Ledger = () => ledger }), "ledger itself") == CheckOutcome.Fails, what);
    }

    [Fact]
    public void Two_bundles_of_one_ledger_agree_and_bundles_of_two_ledgers_do_not()
    {
        var (first, second) = (run.Run("run-1"), run.Run("run-2"));
        Assert.True(BundleVerifier.Verify(run.Inputs(second, "run-2") with { Others = [("first", first)] }).Verified);
        Assert.True(BundleVerifier.Verify(run.Inputs(first) with { Others = [("second", second)] }).Verified);
        using var other = new SignedRun();
        other.Run("run-0");
        var foreign = other.Run("run-9");
        Assert.Equal("foreign", Failing(BundleVerifier.Verify(run.Inputs(first) with { Keys = [new TrustedKey(run.Key.Public), new TrustedKey(other.Key.Public)], Others = [("foreign", foreign)] })));
        Assert.Equal("foreign", Failing(BundleVerifier.Verify(run.Inputs(first) with { Others = [("foreign", foreign)] })));
    }

    [Fact]
    public void A_certificate_that_fails_fails_the_bundle_and_one_that_was_not_signed_is_none()
    {
        var inputs = run.Inputs(run.Run("run-1"));
        Assert.Equal("certificate", Failing(BundleVerifier.Verify(inputs with { Certificate = _ => (true, "holds, and was not signed") })));
        Assert.Equal("certificate", Failing(BundleVerifier.Verify(inputs with { Certificate = _ => (false, "does not hold") })));
    }

    [Fact]
    public void Holds_no_text_of_the_candidate()
    {
        var payload = Encoding.UTF8.GetString(Envelope.Read(run.Run("run-1"), "bundle").Payload);
        Assert.All(Cases.Candidate().Rows, row => Assert.DoesNotContain($"\"{row.Text}\"", payload, StringComparison.Ordinal));
    }

    [Fact]
    public void Entries_of_other_sources_stand_in_it_as_hashes_alone()
    {
        var statement = ReleaseStatement.Read(Envelope.Read(run.Run("run-1"), "bundle").Payload, "bundle");
        Assert.Equal(run.Ledger.Entries().Count, statement.Ledger.Hashes.Count + 1); // the last entry, of the release, came after
        Assert.All(statement.Ledger.Entries, entry => Assert.Equal(Cases.Source, entry.Source));
        Assert.DoesNotContain(Digest.Of("another source").Hex, Encoding.UTF8.GetString(statement.Write()), StringComparison.Ordinal);
    }
}
