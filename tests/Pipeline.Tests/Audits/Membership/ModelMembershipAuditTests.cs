using Pipeline.Audits;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;

namespace Pipeline.Tests.Audits.Membership;

/// <summary>Ratings are made up here; that fine-tuning raises those of its texts is tested with a model.</summary>
public sealed class ModelMembershipAuditTests
{
    private readonly MadeUpSource source = new(31, training: 160, holdout: 80);

    /// <summary>Ratings of thirty tokens a record; those of some records are higher by so much.</summary>
    private RatedTexts Rated(List<SourceRecord> records, Func<int, bool> learned, double more) => new([.. records.Select((_, i) =>
        Enumerable.Range(0, 30).Select(_ => new TokenRating((float)(-2 - 2 * source.Random.NextDouble() + (learned(i) ? more : 0)), -3, 1)).ToArray())]);

    private RatedRecords Records(Func<int, bool> learned, double more) => new(
        new Ratings(Private.Seal(Rated(source.Training, _ => false, 0)), Private.Seal(Rated(source.Holdout, _ => false, 0))),
        new Ratings(Private.Seal(Rated(source.Training, learned, more)), Private.Seal(Rated(source.Holdout, _ => false, 0))));

    private Dictionary<string, Finding> Findings(RatedRecords rated)
    {
        var outcome = source.Audit(new ModelMembershipAudit(new AuditInputs { Rated = rated }), ["a text"], TestContext.Current.CancellationToken);
        Assert.Null(outcome.Failure);
        return outcome.Findings.ToDictionary(finding => finding.Measure, StringComparer.Ordinal);
    }

    [Fact]
    public void Catches_a_candidate_that_makes_its_members_likelier()
    {
        var findings = Findings(Records(i => i % 4 == 0, .8)); // every second unit has one such record
        Assert.InRange(findings["advantage over holdout"].Statistic.Lower(.95), .2, 1);
        Assert.InRange(findings["tpr at fpr 10 %"].Statistic.Lower(.95), .3, 1);
        foreach (var signal in new[] { "loss", "loss ratio", "Min-K", "Min-K++" })
            Assert.True(findings["auc by " + signal].Statistic.Lower(.95) > .5, signal);
        Assert.Equal(5, Assert.IsType<Greatest>(findings["auc"].Statistic).Of.Count);
    }

    /// <summary>The clean case, 60 times: at 95 % in at most one of twenty; three standard errors are 8.4 points.</summary>
    [Fact]
    public void Passes_a_candidate_that_teaches_nothing_about_its_members() =>
        Assert.InRange(Enumerable.Range(0, 60).Count(_ => Findings(Records(_ => false, 0))["advantage over holdout"].Statistic.Lower(.95) > 0) / 60.0, 0, .05 + .084);

    [Fact]
    public void Min_K_sees_the_least_likely_fifth_alone()
    {
        // Nine tokens of ten are as before; three of thirty, which were far below the rest, no longer are.
        RatedTexts Rate(List<SourceRecord> records, bool learned) => new([.. records.Select(_ =>
            Enumerable.Range(0, 30).Select(t => new TokenRating((float)(-2 - 2 * source.Random.NextDouble() - (t < 3 && !learned ? 1 : 0)), -3, 1)).ToArray())]);
        var untuned = new Ratings(Private.Seal(Rate(source.Training, false)), Private.Seal(Rate(source.Holdout, false)));
        var findings = Findings(new RatedRecords(untuned, new Ratings(Private.Seal(Rate(source.Training, true)), Private.Seal(Rate(source.Holdout, false)))));
        Assert.True(findings["auc by Min-K"].Statistic.Estimate > findings["auc by loss"].Statistic.Estimate + .1);
    }

    [Fact]
    public void A_text_without_a_rated_token_is_no_sign_of_anything()
    {
        RatedTexts Empty(List<SourceRecord> records) => new([.. records.Select(_ => Array.Empty<TokenRating>())]);
        var none = new Ratings(Private.Seal(Empty(source.Training)), Private.Seal(Empty(source.Holdout)));
        var outcome = source.Audit(new ModelMembershipAudit(new AuditInputs { Rated = new RatedRecords(none, none) }), ["a text"], TestContext.Current.CancellationToken);
        Assert.Contains("none could have seen a leak", outcome.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Fails_with_a_reason_without_ratings_and_with_those_of_other_records()
    {
        Assert.Contains("fine-tuned", source.Audit(new ModelMembershipAudit(AuditInputs.None), ["a text"], TestContext.Current.CancellationToken).Failure, StringComparison.Ordinal);
        var others = new MadeUpSource(32, training: 3, holdout: 3);
        var foreign = new Ratings(Private.Seal(Rated(others.Training, _ => false, 0)), Private.Seal(Rated(others.Holdout, _ => false, 0)));
        Assert.NotNull(source.Audit(new ModelMembershipAudit(new AuditInputs { Rated = new RatedRecords(foreign, foreign) }), ["a text"], TestContext.Current.CancellationToken).Failure);
    }
}
