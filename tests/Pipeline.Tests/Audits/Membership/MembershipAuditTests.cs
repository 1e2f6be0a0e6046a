using Pipeline.Audits;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;

namespace Pipeline.Tests.Audits.Membership;

public sealed class MembershipAuditTests
{
    private const string Advantage = "advantage over holdout", Tpr = "tpr at fpr 1 %", Exact = "exact matches over holdout", Runs = "n-gram matches over holdout", Entities = "entity matches over holdout";

    private static readonly MembershipAudit Plain = new(AuditInputs.None);

    private static Dictionary<string, Finding> Findings(MadeUpSource source, IReadOnlyList<string> texts, MembershipAudit? audit = null)
    {
        var outcome = source.Audit(audit ?? Plain, texts, TestContext.Current.CancellationToken);
        Assert.Null(outcome.Failure);
        return outcome.Findings.ToDictionary(finding => finding.Measure, StringComparer.Ordinal);
    }

    private static double Lower(Dictionary<string, Finding> findings, string measure) => findings[measure].Statistic.Lower(.95);

    /// <summary>The control: every second unit has a letter copied.</summary>
    [Fact]
    public void Catches_a_synthesiser_that_copies()
    {
        var source = new MadeUpSource(1);
        var findings = Findings(source, [.. source.Training.Where((_, i) => i % 4 == 0).Select(record => record.Text.ToUpperInvariant())]);
        Assert.InRange(Lower(findings, Advantage), .3, 1);
        Assert.InRange(findings["auc"].Statistic.Estimate, .7, 1);
        Assert.InRange(Lower(findings, Tpr), .4, 1);
        Assert.InRange(Lower(findings, Exact), .4, .5);
        Assert.Equal(new Excess(new Proportion(120, 240), new Proportion(0, 120)), findings[Exact].Statistic);
        Assert.InRange(Lower(findings, Runs), .4, 1);
        Assert.Equal(20, findings[Exact].Instances.Count);
    }

    /// <summary>The control for the likelihood: no letter and no run of eight words is copied, only particulars, in other company.</summary>
    [Fact]
    public void Catches_a_synthesiser_that_scatters_particulars()
    {
        var source = new MadeUpSource(2);
        var texts = source.Training.Where((_, i) => i % 3 == 0).Select(record => record.Text.Split(' ')).Select(words =>
        {
            var at = Array.IndexOf(words, "of");
            return $"a word on {string.Join(' ', words[(at + 1)..(at + 6)])} from somebody else";
        });
        var findings = Findings(source, [.. texts]);
        Assert.Equal(0, findings[Exact].Statistic.Estimate);
        Assert.Equal(0, findings[Runs].Statistic.Estimate);
        Assert.InRange(Lower(findings, Advantage), .2, 1);
        Assert.InRange(Lower(findings, Tpr), .2, 1);
    }

    /// <summary>
    /// The clean case, 60 times: letters of the same kind that nothing was learned for. At 95 % a leak may be shown in one of twenty;
    /// three standard errors of 60 tries are 8.4 points.
    /// </summary>
    [Fact]
    public void Passes_texts_that_nothing_was_learned_for()
    {
        var shown = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var source = new MadeUpSource(100 + seed, training: 90, holdout: 45, recordsPerUnit: 1);
            var findings = Findings(source, [.. Enumerable.Range(0, 40).Select(_ => source.Letter())]);
            if (Lower(findings, Advantage) > 0) shown++;
            Assert.True(Lower(findings, Exact) <= 0 && Lower(findings, Entities) <= 0);
            Assert.True(findings[Advantage].Statistic.Upper(.95) > 0 || findings[Advantage].Statistic.Estimate < 0);
        }
        Assert.InRange(shown / 60.0, 0, .05 + .084);
    }

    [Fact]
    public void What_occurs_as_often_in_the_holdout_is_no_leak()
    {
        var source = new MadeUpSource(3);
        const string Common = "please confirm that you have received my earlier letter about this matter in good order";
        foreach (var (records, unit) in new[] { (source.Training, "t"), (source.Holdout, "h") })
            for (var i = 0; i < records.Count; i += 3) records[i] = records[i] with { Text = Common };
        var findings = Findings(source, [Common, .. Enumerable.Range(0, 20).Select(_ => source.Letter())]);
        var excess = Assert.IsType<Excess>(findings[Exact].Statistic);
        Assert.InRange(excess.Of.Estimate, .6, .7); // of two letters of a unit one is the common one in two units of three
        Assert.InRange(excess.Estimate, -.01, .01);
        Assert.True(excess.Lower(.95) < 0);
    }

    [Fact]
    public void Copies_of_the_holdout_are_no_leak_of_the_training_part()
    {
        var source = new MadeUpSource(4);
        var findings = Findings(source, [.. source.Holdout.Take(100).Select(record => record.Text)]);
        Assert.True(Lower(findings, Advantage) < 0);
        Assert.True(findings[Exact].Statistic.Estimate < 0);
    }

    [Fact]
    public void Replayed_values_count_by_what_the_holdout_does_not_have()
    {
        var source = new MadeUpSource(5);
        foreach (var records in new[] { source.Training, source.Holdout })
            for (var i = 0; i < records.Count; i++) records[i] = records[i] with { Text = $"{records[i].Text} write to {records[i].Unit}@example.com or shop@example.com" };
        // the shop's address is everybody's
        Assert.Equal(0, Findings(source, ["ask shop@example.com"])[Entities].Statistic.Estimate);
        var findings = Findings(source, [.. Enumerable.Range(0, 60).Select(i => $"ask T-UNIT-{i}@example.com")]);
        Assert.Equal(new Excess(new Proportion(60, 240), new Proportion(0, 120)), findings[Entities].Statistic);
        Assert.InRange(Lower(findings, Entities), .15, .25);
    }

    [Fact]
    public void A_rate_that_the_holdout_is_too_small_for_is_not_reported()
    {
        var source = new MadeUpSource(6, training: 50, holdout: 30);
        var findings = Findings(source, [source.Letter(), source.Letter()]);
        Assert.Contains("tpr at fpr 10 %", findings.Keys);
        Assert.DoesNotContain(Tpr, findings.Keys);
        Assert.DoesNotContain("tpr at fpr 0.1 %", findings.Keys);
    }

    [Fact]
    public void Reference_texts_and_vectors_add_attacks_which_are_all_corrected_for()
    {
        var source = new MadeUpSource(7);
        string[] texts = [.. source.Training.Where((_, i) => i % 4 == 0).Select(_ => source.Letter())];
        // The texts say nothing; their vectors lie beside every fourth record.
        double[] Vector() => [.. Enumerable.Range(0, 8).Select(_ => source.Random.NextDouble() - .5)];
        LabelledVectors Vectors(List<SourceRecord> records) => new([.. records.Select(_ => Vector())], new int[records.Count], [.. records.Select(record => record.Unit)]);
        var (training, holdout) = (Vectors(source.Training), Vectors(source.Holdout));
        var candidate = new LabelledVectors([.. training.Vectors.Where((_, i) => i % 4 == 0).Select(vector => vector.Select(x => x + .001).ToArray())], new int[texts.Length], []);
        var inputs = new AuditInputs { Reference = [source.Letter(), source.Letter()], Embedded = new EmbeddedTexts(Private.Seal(training), Private.Seal(holdout), candidate) };
        var findings = Findings(source, texts, new MembershipAudit(inputs));
        Assert.Equal(4, Assert.IsType<Greatest>(findings["auc"].Statistic).Of.Count);
        Assert.InRange(Lower(findings, "auc by closest text"), .65, 1);
        Assert.True(Lower(findings, "auc by n-gram likelihood") < .5);
        Assert.InRange(Lower(findings, Advantage), .25, 1);
        Assert.Equal(new MembershipAudit(inputs).Measures.Except(["tpr at fpr 0.1 %"]).Order(), findings.Keys.Order());
    }

    [Fact]
    public void Says_so_where_no_attack_could_have_seen_anything()
    {
        var source = new MadeUpSource(8);
        for (var i = 0; i < source.Training.Count; i++) source.Training[i] = source.Training[i] with { Text = "" };
        for (var i = 0; i < source.Holdout.Count; i++) source.Holdout[i] = source.Holdout[i] with { Text = "" };
        Assert.Contains("none could have seen a leak", source.Audit(Plain, ["a text"], TestContext.Current.CancellationToken).Failure, StringComparison.Ordinal);
        Assert.Contains("holds no texts", new MadeUpSource(8).Audit(Plain, [], TestContext.Current.CancellationToken).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_no_finding_without_a_holdout() =>
        Assert.Empty(new MadeUpSource(9, holdout: 0).Audit(Plain, ["a text"], TestContext.Current.CancellationToken).Findings);

    [Fact]
    public void Is_the_same_with_any_number_of_threads_and_tells_its_progress()
    {
        var source = new MadeUpSource(10, training: 20, holdout: 10);
        string[] texts = [source.Training[0].Text, source.Letter()];
        var seen = new List<StageProgress>();
        var (first, second) = (source.Audit(Plain, texts, CancellationToken.None, new Told(seen.Add)), source.Audit(Plain, texts, CancellationToken.None, workers: 5));
        Assert.Equal(first.Findings.Select(finding => (finding.Measure, finding.Statistic)), second.Findings.Select(finding => (finding.Measure, finding.Statistic)));
        Assert.Equal(60, seen.Count);
        Assert.All(first.Findings, finding => Assert.Contains(finding.Measure, Plain.Measures));
    }

    [Fact]
    public void Stops_at_the_next_record_when_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var outcome = new MadeUpSource(11).Audit(Plain, ["a text"], stop.Token, new Told(_ => stop.Cancel()));
        Assert.Contains("cancelled", outcome.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_writes_private_text()
    {
        var source = new MadeUpSource(12, training: 30, holdout: 15);
        var findings = Findings(source, [.. source.Training.Select(record => record.Text)]);
        var words = source.Training.SelectMany(record => record.Text.Split(' ')).Where(word => word.Length > 5).ToHashSet(StringComparer.Ordinal);
        var written = string.Join(' ', findings.Values.SelectMany(finding => finding.Instances.Select(instance => $"{instance.Row} {instance.Record} {instance.Note}").Append(finding.Meaning))).Split(' ');
        Assert.DoesNotContain(written, word => words.Contains(word) && !"holdout training personal another address number".Contains(word, StringComparison.Ordinal));
        Assert.DoesNotContain(written, word => word.StartsWith("t-", StringComparison.Ordinal));
    }

    private sealed class Told(Action<StageProgress> tell) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => tell(value);
    }
}
