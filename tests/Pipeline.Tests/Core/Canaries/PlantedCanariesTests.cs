using CsCheck;
using Pipeline.Core.Canaries;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Core.Canaries;

public sealed class PlantedCanariesTests
{
    private static readonly PlantedCanaries planted = new([new("canary one", "a", "This is about a refund.", Canary.Words([1, 2, 3, 4, 5, 6, 7, 8]))]);

    private static Decision Decide(string text, PlantedCanaries canaries, bool looked = true, int counted = 0)
    {
        var candidate = new Candidate([new LabelledText("s-1", "a", text)]);
        var measurement = Cases.Measured(PlantedCanaries.TextsMeasure, new Census(counted, 1));
        var outcome = new Looking(measurement).Run(Cases.Context(Cases.BindingOf(candidate)), new FixedClock(Cases.Now), null, CancellationToken.None);
        return Gate.Decide(Cases.Policy(Cases.Private8), candidate, Cases.Evidence(candidate) with { Audits = looked ? [outcome] : [] }, Cases.Facts() with { Canaries = canaries }, Cases.Now);
    }

    [Fact]
    public void A_candidate_without_a_canary_is_approved() => Assert.IsType<Approved>(Decide("This is about a refund.", planted));

    [Fact]
    public void No_text_with_a_secret_word_is_ever_released_however_it_is_written()
    {
        var word = planted.All[0].Secret[0];
        string[] forms = [word, $"I say {word}.", word.ToUpperInvariant(), string.Join(' ', word.ToCharArray()), string.Join("\u200B", word.ToCharArray()), word.Insert(4, "-"),
            string.Concat(word.Select(c => (char)(c - 'a' + '\uFF41')))];
        Assert.All(forms, form => Assert.Contains(Assert.IsType<Refused>(Decide(form, planted)).Reasons, reason => reason == "A text of the candidate holds a planted canary."));
    }

    [Fact]
    public void A_canary_left_out_is_not_released_either_and_none_is_looked_for_where_none_was_planted() =>
        Assert.IsType<Approved>(Decide(planted.All[0].Text, PlantedCanaries.None));

    [Fact]
    public void What_an_audit_counted_refuses_also_where_the_gate_was_not_told_of_canaries() =>
        Assert.Contains("A text of the candidate holds a planted canary.", Assert.IsType<Refused>(Decide("fine", PlantedCanaries.None, counted: 1)).Reasons);

    [Fact]
    public void Planted_canaries_that_nobody_looked_for_refuse() =>
        Assert.Contains("Canaries were planted, and no audit looked for them.", Assert.IsType<Refused>(Decide("fine", planted, looked: false)).Reasons);

    [Fact]
    public void Secrets_are_found_in_any_surroundings_and_never_without_all_their_letters() =>
        Gen.Select(Gen.String, Gen.String, Gen.Byte.Array[4, 12].Where(bytes => bytes.Length % 4 == 0)).Sample((before, after, bytes) =>
        {
            var secret = Canary.Words(bytes);
            var canaries = new PlantedCanaries([new("u", "a", "p", secret)]);
            Assert.True(canaries.OccurIn($"{before} {secret[^1]} {after}"));
            Assert.False(canaries.OccurIn(secret[0][..^1]));
            Assert.All(secret, word => Assert.Equal(Canary.WordLength, word.Length));
        }, iter: 500);

    [Fact]
    public void Alternatives_are_like_the_secret_and_other_than_it()
    {
        var canary = planted.All[0];
        var others = Enumerable.Range(0, 1000).Select(number => string.Join(' ', canary.Alternative(number))).ToHashSet();
        Assert.Equal(1000, others.Count);
        Assert.DoesNotContain(string.Join(' ', canary.Secret), others);
        Assert.Equal(canary.Alternative(3), canary.Alternative(3));
        Assert.All(others, other => Assert.Equal(canary.Secret.Sum(word => word.Length) + 1, other.Length));
        // Sixteen letters alike often: 16,000 letters, 1,000 of each expected, five deviations of 31.
        Assert.All(string.Concat(others).Replace(" ", "", StringComparison.Ordinal).GroupBy(c => c), letter => Assert.InRange(letter.Count(), 845, 1155));
    }

    [Fact]
    public void A_canary_prints_as_a_word_and_two_of_one_unit_are_no_canaries()
    {
        Assert.Equal("canary", planted.All[0].ToString());
        Assert.Throws<ArgumentException>(() => new PlantedCanaries([planted.All[0], planted.All[0]]));
    }

    private sealed class Looking(Measurement measurement) : Audit
    {
        public override string Name => PlantedCanaries.AuditName;

        public override IReadOnlyList<string> Measures => [measurement.Measure];

        protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<Pipeline.Core.StageProgress>? progress, CancellationToken cancellation) => [measurement];
    }
}
