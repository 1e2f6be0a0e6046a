using System.CommandLine;
using Pipeline.Attestation.Verifying;
using Pipeline.Cli.Attesting;
using Pipeline.Cli.Running;
using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Policies;
using Pipeline.Data.Ledgers;
using Pipeline.Data.Releases;
using Pipeline.Data.Runs;
using Pipeline.Files;
using Pipeline.Formal.Certificates;
using Spectre.Console;

namespace Pipeline.Cli.Commands;

/// <summary><c>pipeline verify BUNDLE</c>: whether a run's evidence holds, offline and by a stranger.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var bundle = new Argument<string>("BUNDLE") { Description = "A run's folder, or its evidence.dsse.json." };
        var key = new Option<string?>("--key") { Description = "The public key you trust: ed25519:..., a file that holds it, or the list that 'pipeline keys list --json' wrote. Without it, the keys of this installation." };
        var policy = new Option<string?>("--policy") { Description = "The policy file the decision was taken under. Without it, a shipped policy with the same digest." };
        var ledger = new Option<string?>("--ledger") { Description = "The ledger the run was recorded in, to see whether it goes on from where the bundle was signed." };
        var earlier = new Option<string[]>("--with") { Description = "Another bundle of the same ledger, to see whether one state is the beginning of the other." };
        var source = new Option<string?>("--source") { Description = "The source, for whoever holds it, to see whether the bundle is about it." };
        var json = new Option<bool>("--json") { Description = "Write JSON for machines." };
        var command = new Command("verify",
            """
            Checks a signed evidence bundle without network, source or model: its form to the last byte, the signature, every
            file beside it and what plan and report say, the ledger's chain of hashes, that policy and plan were registered before the first budget, that
            every guarantee was paid for, the numerical certificate, and the decision, which is made again from evidence and
            policy by the gate's own evaluation. Says what it could not check, and what no bundle can show.
            Exit codes: 0 signature and all that was checked hold, 3 something fails or nothing vouches for it, 2 bad input, 1 defect.
            """)
        {
            bundle, key, policy, ledger, earlier, source, json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            parsed.GetRequiredValue(bundle), parsed.GetValue(key), parsed.GetValue(policy), parsed.GetValue(ledger), parsed.GetValue(earlier) ?? [], parsed.GetValue(source), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(string given, string? key, string? policy, string? ledger, string[] others, string? source, bool json, CancellationToken cancellation)
    {
        var path = Directory.Exists(given) ? Path.Combine(given, RunFiles.Bundle) : given;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var verified = BundleVerifier.Verify(new VerificationInputs
        {
            Bundle = Bytes(path),
            Where = path,
            Keys = Keys(key),
            PolicyOf = (digest, name) => PolicyOf(policy, digest, name),
            FileOf = name => Beside(folder, name) is { } file ? Digest.OfFile(file) : null,
            ContentOf = name => Beside(folder, name) is { } file ? Bytes(file) : null,
            Source = source is null ? null : SourceOf(source),
            Rows = () => Beside(folder, RunFiles.Data) is { } file ? ParquetSink.DigestOfRows(file, cancellation) : null,
            Certificate = candidate => Beside(folder, NumericalCertificate.FileName) is { } file ? Certificate(Bytes(file), candidate) : null,
            Ledger = ledger is null ? null : EntriesOf(ledger),
            Others = [.. others.Select(other => (other, Bytes(Directory.Exists(other) ? Path.Combine(other, RunFiles.Bundle) : other)))],
        });
        if (json) Console.WriteLine(VerificationText.Json(verified));
        else VerificationText.Show(AnsiConsole.Console, verified);
        return verified.Verified ? ExitCodes.Done : ExitCodes.Refused;
    }

    /// <summary>Whether a certificate is about the candidate and follows from its numbers.</summary>
    internal static (bool Holds, string Note) Certificate(byte[] bytes, Digest candidate)
    {
        var certificate = NumericalCertificate.Read(bytes, NumericalCertificate.FileName);
        if (!certificate.IsAbout(candidate)) return (false, "The certificate is about another candidate.");
        var problems = CertificateChecker.Problems(certificate);
        return problems.Count == 0
            ? (true, $"Computed anew by other code: radius {certificate.Radius:G4} around W* of norm {certificate.HeadNorm:G4}{(certificate.Radius < certificate.HeadNorm ? "" : ", which excludes nothing")}; the trained head is the minimum and lies {certificate.Distance:G4} away{(certificate.Refinement is null ? "" : "; the merit never rose")}.")
            : (false, string.Join(' ', problems));
    }

    private static IReadOnlyList<TrustedKey> Keys(string? key)
    {
        // A stranger who verifies needs no state folder, and gets none.
        if (key is null) return StateFolder.Existing() is { } state ? new SigningKeys(state, TimeProvider.System).Trusted() : [];
        return TrustedKeys.Parse(key.StartsWith("ed25519:", StringComparison.Ordinal) ? key : System.Text.Encoding.UTF8.GetString(Bytes(key)), key);
    }

    /// <summary>The policy named, else a shipped one of that digest.</summary>
    private static Policy? PolicyOf(string? path, Digest digest, string name)
    {
        if (path is not null) return PolicyFiles.Load(path, KnownAudits.All);
        var shipped = Shipped.Path("policies", name + ".yaml");
        return name == Path.GetFileName(name) && File.Exists(shipped) && PolicyFiles.Load(shipped, KnownAudits.All) is var policy && policy.Digest == digest ? policy : null;
    }

    private static string? Beside(string folder, string name) =>
        name == Path.GetFileName(name) && Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;

    /// <summary>What is no ledger is bad input; what is one and is not whole fails a check.</summary>
    private static Func<IReadOnlyList<LedgerEntry>> EntriesOf(string path)
    {
        if (!File.Exists(path)) throw new BadInputException(path, "There is no such ledger.", "the file ledger.db of a state folder");
        return new Ledger(SqliteLedgerStore.ToRead(path), TimeProvider.System).Entries;
    }

    private static Digest SourceOf(string path)
    {
        try
        {
            return Digest.OfFile(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(new Problem(path, "The source cannot be read: " + refused.Message, "a file that you may read"), refused);
        }
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(new Problem(path, "It cannot be read: " + refused.Message, "a file that you may read"), refused);
        }
    }
}
