using CsCheck;
using Pipeline.Cli.Policies;
using Pipeline.Cli.Running;
using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;
using Pipeline.Files;
using Pipeline.Formal.Explaining;
using Pipeline.Formal.Policies;
using Pipeline.Tests.Core;

namespace Pipeline.Tests.Formal;

public sealed class ExplainerTests
{
    private static readonly Policy Standard = PolicyFiles.Load(Fixtures.Shipped("policies", "standard.yaml"), KnownAudits.All);

    private static Situation With(int copied, int shared, double worst, double epsilon = 4, int n = 200, double hours = 1)
    {
        var binding = Cases.BindingOf(Cases.Candidate());
        FindingSummary Found(string audit, string measure, Statistic statistic) => new(audit, measure, Against.Training, statistic, binding, Cases.Now.AddHours(-hours));
        return new Situation(new Proposed(binding.Candidate, n), new EvidenceSummary(binding, [new GuaranteeSummary(Cases.Claim(epsilon), binding)],
        [
            Found("exact-overlap", "copied records", new Proportion(copied, n)), Found("common-substring", "texts sharing a long run", new Proportion(shared, n)),
            Found("pii-replay", "replayed values", new Proportion(0, n)), Found("ngram-overlap", "worst containment", new Census(worst, n)),
        ], []), new CaseFacts(Classification.Confidential, 500, new SourceSpending(1, 1, _ => 4)), Cases.Now);
    }

    private static Explanation Explain(Situation situation) => new Explainer(Standard, KnownMeasures.Facts).Explain(situation);

    [Fact]
    public void A_refusal_is_told_with_the_smallest_changes_that_together_mend_it()
    {
        var explained = Explain(With(copied: 9, shared: 20, worst: .5, epsilon: 9));
        Assert.False(explained.Judged.Approves);
        Assert.True(explained.IsComplete);
        Assert.Equal(
        [
            "The mechanism has to prove epsilon at most 8 at delta at most 0.002, in place of epsilon 9 at delta 0.0001.",
            "ngram-overlap: worst containment has to be at most 0.3, in place of 0.5.",
            "exact-overlap: copied records has to be at most 4 of 200, in place of 9.",
            "common-substring: texts sharing a long run has to be at most 3 of 200, in place of 20.",
        ], explained.Changes.Select(change => change.What));
        // Holm's order: with 4 and 3 hits both hold, and neither may have one more.
        Assert.True(With(4, 3, .3, 8).Under(Standard).Approves);
        Assert.False(With(4, 4, .3, 8).Under(Standard).Approves);
        Assert.False(With(5, 3, .3, 8).Under(Standard).Approves);
    }

    [Fact]
    public void Too_few_texts_are_told_with_how_many_it_takes()
    {
        var explained = Explain(With(copied: 0, shared: 0, worst: .1, n: 40));
        Assert.True(explained.IsComplete);
        Assert.Contains("it takes at least 80, all of them without a hit", Assert.Single(explained.Changes).What, StringComparison.Ordinal);
    }

    [Fact]
    public void An_approval_is_told_with_what_would_end_it()
    {
        var explained = Explain(With(copied: 1, shared: 0, worst: .1));
        Assert.True(explained.Judged.Approves);
        var hits = explained.Changes.Single(change => change.What.StartsWith("exact-overlap", StringComparison.Ordinal)).What;
        Assert.Equal("exact-overlap: copied records: 5 of 200, in place of 1.", hits);
        Assert.True(With(4, 0, .1).Under(Standard).Approves);
        Assert.False(With(5, 0, .1).Under(Standard).Approves);
        Assert.Contains(explained.Changes, change => change.What == "Decided after 2026-11-24 11:00 UTC, the evidence would be too old.");
        Assert.Contains(explained.Changes, change => change.What == "ngram-overlap: worst containment above 0.3, in place of 0.1.");
    }

    [Fact]
    public void What_is_missing_or_stale_is_to_be_measured_again()
    {
        var stale = Explain(With(0, 0, .1, hours: 30));
        Assert.True(stale.IsComplete);
        Assert.Contains(stale.Changes, change => change.What == "exact-overlap: copied records has to be measured again: it is 30 hours old, and may be 24 hours old.");
        var nothing = Explain(With(0, 0, .1) with { Evidence = With(0, 0, .1).Evidence with { Findings = [], Guarantees = [] } });
        Assert.Contains(nothing.Changes, change => change.What == "pii-replay: replayed values has to be measured.");
    }

    /// <summary>The changes are enough whenever they are said to be, whatever the evidence, and almost always they are.</summary>
    [Fact]
    public void The_changes_suffice() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30], Gen.Double[0, 1], Gen.Double[.1, 12], Gen.Int[1, 400], Gen.Double[0, 40])
            .Sample((copied, shared, worst, epsilon, n, hours) =>
            {
                var explained = Explain(With(Math.Min(copied, n), Math.Min(shared, n), worst, epsilon, n, hours));
                return explained.IsComplete && explained.Changes.Count > 0;
            }, iter: 300);
}
