using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using Pipeline.Core.Evidence;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;
using Pipeline.Data.Keys;
using Pipeline.Data.Ledgers;
using Pipeline.Formal.Certificates;
using Pipeline.Tests.Synthesis.Models;

namespace Pipeline.Tests.Cli;

/// <summary>The main job on a small source, as its user would run it.</summary>
[Collection(LoadedModelCollection.Name)]
public sealed class RunTests : IDisposable
{
    private const string Lenient = """
          - guarantee: differential-privacy
            epsilon: { at most: 8 }
            delta: { at most: 1/n }
          - finding: exact-overlap
            measure: copied records
            upper 95 %: { at most: 90 % }
        """ + "\n";

    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Approves_releases_and_records_and_no_private_word_gets_out()
    {
        place.WriteSource();
        var result = place.Run(place.WritePipeline(Lenient), TestContext.Current.CancellationToken);

        var approved = Assert.IsType<Approved>(result.Report.Decision);
        Assert.Equal(["certificate.json", "data.parquet", "evidence.dsse.json", "plan.json", "report.html", "report.json"], Directory.GetFiles(result.Folder).Select(Path.GetFileName).Order());
        Assert.Equal([Path.GetFileName(result.Folder)], Directory.GetDirectories(place.Runs).Select(Path.GetFileName));

        // Another reader sees what was approved.
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using var query = duck.CreateCommand();
        query.CommandText = $"SELECT id, label, text FROM '{Path.Combine(result.Folder, "data.parquet")}' ORDER BY id";
        using var reader = query.ExecuteReader();
        var rows = new List<(string, string, string)>();
        while (reader.Read()) rows.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        Assert.Equal(approved.Release.Rows.Select(row => (row.Id, row.Label, row.Text)), rows);
        Assert.Equal([("billing", 3), ("delivery", 3)], rows.GroupBy(row => row.Item2).Select(own => (own.Key, own.Count())).Order());

        // What was measured on private text without noise stays in the report: the release says whom it protects and on what it was decided.
        using var ask = duck.CreateCommand();
        ask.CommandText = $"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{Path.Combine(result.Folder, "data.parquet")}')";
        using var answer = ask.ExecuteReader();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        while (answer.Read()) metadata.Add(answer.GetString(0), answer.GetString(1));
        string[] keys = ["candidate", "decided", "evidence", "guarantee", "name", "policy", "policy.name", "run", "settings", "source"];
        Assert.Equal(keys.Select(key => "pipeline." + key), metadata.Keys.Order(StringComparer.Ordinal));
        Assert.All(result.Report.Evidence.Findings, finding => Assert.DoesNotContain(metadata.Values, value => value.Contains(finding.Measure, StringComparison.Ordinal)));

        // The ledger holds the policy before the spending, the spending before the decision, and the file before its release.
        var entries = new Ledger(new SqliteLedgerStore(place.State.Ledger), TimeProvider.System).Entries();
        Assert.Equal([LedgerEvent.Registered, LedgerEvent.BudgetSpent, LedgerEvent.Decided, LedgerEvent.Releasing, LedgerEvent.Released], entries.Select(entry => entry.Event));

        // Law 7: the word that stands in every private text stands in no file the run left, nor do the customers' names.
        foreach (var file in place.Files())
        {
            var bytes = File.ReadAllBytes(file);
            Assert.False(Encoding.UTF8.GetString(bytes).Contains(Workplace.Canary, StringComparison.OrdinalIgnoreCase), file);
            Assert.False(Encoding.Unicode.GetString(bytes).Contains(Workplace.Canary, StringComparison.OrdinalIgnoreCase), file);
        }

        using var report = JsonDocument.Parse(File.ReadAllText(Path.Combine(result.Folder, "report.json")));
        Assert.Equal("pipeline-report/1", report.RootElement.GetProperty("schema").GetString());
        Assert.Equal(4, result.Report.Usefulness!.Rows.Count);
        var judge = result.Report.Usefulness.Judge;
        Assert.NotNull(judge);
        Assert.Equal(4, judge.Rows.Count);
        Assert.NotEmpty(judge.Curve);
        Assert.All(judge.Variety, row => Assert.NotNull(row.Candidate));
        Assert.All(result.Report.Claims, claim => Assert.InRange(claim.Epsilon, 3.9, 4));
        VerifiesTheEvidence(result.Folder);
    }

    /// <summary>What was signed holds for a stranger with the public key and the policy, and for nobody who changed a file.</summary>
    private void VerifiesTheEvidence(string folder)
    {
        File.WriteAllText(Path.Combine(place.Root, "key.txt"), new KeyRing(place.State.Keys).Current()!.Public);
        string[] verify = ["verify", folder, "--key", "key.txt", "--policy", "policy.yaml", "--ledger", place.State.Ledger, "--source", "tickets.csv", "--json"];
        var (code, output, error) = place.Command(verify);
        Assert.True(code == 0, output + error);
        using var verified = JsonDocument.Parse(output);
        Assert.All(verified.RootElement.GetProperty("checks").EnumerateArray(), check => Assert.Equal("holds", check.GetProperty("outcome").GetString()));
        Assert.Contains(verified.RootElement.GetProperty("checks").EnumerateArray(), check => check.GetProperty("name").GetString() == "certificate");
        // Without key and ledger: this installation's own keys.
        Assert.Equal(0, place.Command("verify", Path.Combine(folder, "evidence.dsse.json"), "--policy", "policy.yaml").ExitCode);
        var certificate = Path.Combine(folder, "certificate.json");
        var honest = File.ReadAllText(certificate);
        File.WriteAllText(certificate, honest.Replace("\"lambda\":0.", "\"lambda\":1.", StringComparison.Ordinal));
        Assert.Equal(3, place.Command(verify).ExitCode);
        File.WriteAllText(certificate, honest);
        File.AppendAllText(Path.Combine(folder, "report.html"), " ");
        Assert.Equal(3, place.Command(verify).ExitCode);
        Assert.Equal(3, place.Command([.. verify[..3], "ed25519:" + Convert.ToBase64String(new byte[32].Select((_, i) => (byte)i).ToArray()), .. verify[4..]]).ExitCode);
    }

    [Fact]
    public void Refuses_under_a_policy_that_cannot_be_met_and_writes_no_Parquet()
    {
        place.WriteSource();
        var result = place.Run(place.WritePipeline(Lenient.Replace("at most: 8", "at most: 2", StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        Assert.Contains("epsilon", Assert.Single(Assert.IsType<Refused>(result.Report.Decision).Reasons), StringComparison.Ordinal);
        Assert.Null(result.Report.Release);
        Assert.DoesNotContain(place.Files(), file => file.EndsWith(".parquet", StringComparison.Ordinal));
        // No feature vectors of what was refused either; the evidence is signed all the same.
        Assert.Equal(["evidence.dsse.json", "plan.json", "report.html", "report.json"], Directory.GetFiles(result.Folder).Select(Path.GetFileName).Order());
        Assert.Equal(0, place.Command("verify", result.Folder, "--policy", "policy.yaml", "--source", "tickets.csv").ExitCode);
    }

    [Fact]
    public void A_run_that_is_cancelled_leaves_nothing_half_done()
    {
        place.WriteSource();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        Assert.ThrowsAny<OperationCanceledException>(() => place.Run(place.WritePipeline(Lenient), stop.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(place.Runs));
    }

    [Fact]
    public void Refuses_to_run_what_is_not_built_rather_than_leave_it_out()
    {
        place.WriteSource();
        var problem = Assert.Throws<Pipeline.Core.Inputs.BadInputException>(() => place.Run(place.WritePipeline(Lenient, ", approval: two-person"), TestContext.Current.CancellationToken));
        Assert.Contains("not built", problem.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.Runs));
    }

    [Fact]
    public void A_finding_that_was_not_measured_refuses_by_itself()
    {
        place.WriteSource();
        var result = place.Run(place.WritePipeline(Lenient + """
              - finding: semantic-overlap
                measure: paraphrases over holdout
                upper 95 %: { at most: 10 % }
            """ + "\n"), TestContext.Current.CancellationToken);
        Assert.Equal([Outcome.Holds, Outcome.Holds, Outcome.Unknown], result.Report.Decision.Verdicts.Select(verdict => verdict.Outcome));
        Assert.Contains("No audit of this run measured it", Assert.Single(Assert.IsType<Refused>(result.Report.Decision).Reasons), StringComparison.Ordinal);
    }

    /// <summary>The same small pipeline by another method.</summary>
    private string WritePipelineBy(string method)
    {
        var path = place.WritePipeline(Lenient);
        File.WriteAllText(path, File.ReadAllText(path).Replace("method: match", "method: " + method, StringComparison.Ordinal));
        return path;
    }

    [Fact]
    public void Optimised_embeddings_are_measured_and_refused_whatever_the_policy_allows()
    {
        place.WriteSource();
        var result = place.Run(WritePipelineBy("embedding"), TestContext.Current.CancellationToken);
        var refused = Assert.IsType<Refused>(result.Report.Decision);
        Assert.Contains("The candidate holds no texts.", refused.Reasons);
        Assert.DoesNotContain(place.Files(), file => file.EndsWith(".parquet", StringComparison.Ordinal));
        Assert.Equal("embedding", result.Report.Settings.Method);
        // They meet the target as no text does: the residual falls by more than half.
        Assert.All(result.Report.Refinement!.Classes, own => Assert.True(own.ResidualAfter < own.ResidualBefore / 2, $"{own.ResidualBefore} to {own.ResidualAfter}"));
        Assert.Equal(6, Assert.Single(result.Report.Usefulness!.Rows, row => row.IsCandidate).Texts);
    }

    [Fact]
    public void Refinement_lowers_the_residual_and_says_where_it_stopped()
    {
        place.WriteSource();
        var result = place.Run(WritePipelineBy("match+refine"), TestContext.Current.CancellationToken);
        Assert.Equal("match+refine", result.Report.Settings.Method);
        var refinement = result.Report.Refinement!;
        Assert.Equal(["billing", "delivery"], refinement.Classes.Select(own => own.Label));
        Assert.All(refinement.Classes, own =>
        {
            var merits = own.Rounds.Select(round => round.Merit!.Value).Prepend(own.ResidualBefore + Math.Log(own.PerplexityBefore)).ToList();
            Assert.All(merits.Zip(merits.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1e-9));
            Assert.Equal(own.Check!.Improving == 0, own.Check.Verified);
        });
        Assert.Contains(refinement.Classes, own => own.Rounds.Sum(round => round.Accepted) > 0);
        // Other code comes to the same from the public numbers alone.
        var certificate = NumericalCertificate.Read(File.ReadAllBytes(Path.Combine(result.Folder, NumericalCertificate.FileName)), "certificate");
        Assert.Empty(CertificateChecker.Problems(certificate));
        Assert.Equal(2, certificate.Refinement!.Count);
    }

    [Fact]
    public void Zero_shot_spends_nothing_and_is_released_with_an_epsilon_of_0()
    {
        place.WriteSource();
        var path = place.WritePipeline(Lenient);
        File.WriteAllText(path, File.ReadAllText(path).Replace("method: match", "method: zero-shot", StringComparison.Ordinal));
        var result = place.Run(path, TestContext.Current.CancellationToken);
        Assert.IsType<Approved>(result.Report.Decision);
        var claim = Assert.Single(result.Report.Claims);
        Assert.Equal(("public-only", 0.0, 0.0, 0.0), (claim.Mechanism, claim.Epsilon, claim.Delta, claim.Mu));
        Assert.Equal("zero-shot", result.Report.Settings.Method);
        Assert.Equal(0, result.Report.Ledger!.Epsilon);
        Assert.Contains("No private", File.ReadAllText(Path.Combine(result.Folder, "report.html")).Replace("no private", "No private", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(place.Files(), file => Assert.DoesNotContain(Workplace.Canary, File.ReadAllText(file), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Copies of Japanese tickets: ingest, audits and report, with no language model in the way.</summary>
    [Fact]
    public void Japanese_text_flows_through_ingest_audits_and_report()
    {
        var source = Fixtures.Shipped("pipelines", "samples", "tickets-ja.jsonl");
        var path = place.WritePipeline(Lenient);
        File.WriteAllText(path, File.ReadAllText(path)
            .Replace("path: tickets.csv", $"path: {source}", StringComparison.Ordinal).Replace("unit: customer, ", "", StringComparison.Ordinal)
            .Replace("    delivery:", "    technical: { token: \" technical\", about: [ \"a device\" ] }\n    account: { token: \" account\", about: [ \"a login\" ] }\n    delivery:", StringComparison.Ordinal)
            .Replace("method: match, texts: 6", "method: copying-control, texts: 30", StringComparison.Ordinal));
        var result = place.Run(path, TestContext.Current.CancellationToken);
        Assert.IsType<Refused>(result.Report.Decision);
        Assert.Equal(80, result.Report.Source.Records);
        var copied = result.Report.Evidence.Findings.Single(finding => finding is { Audit: "exact-overlap", Measure: "copied records", Against: Against.Training });
        Assert.InRange(copied.Statistic.Estimate * copied.Statistic.N, 20, 30); // two in three are word for word
        Assert.True(result.Report.Evidence.Findings.Single(finding => finding is { Audit: "ngram-overlap", Measure: "worst containment", Against: Against.Training }).Statistic.Estimate > .9);
        Assert.All(result.Report.Evidence.Audits, outcome => Assert.Null(outcome.Failure));
        // No source text stands in the report, in any spelling of JSON or HTML.
        var texts = File.ReadLines(source).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!).ToList();
        foreach (var written in new[] { "report.html", "report.json" })
        {
            var report = System.Net.WebUtility.HtmlDecode(File.ReadAllText(Path.Combine(result.Folder, written)));
            Assert.DoesNotContain(texts, text => report.Contains(text[..12], StringComparison.Ordinal));
            Assert.DoesNotContain('\uFFFD', report);
        }
    }
}
