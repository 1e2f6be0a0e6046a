using Pipeline.Audits;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Tests.Audits;
using Pipeline.Tests.Synthesis.Models;

namespace Pipeline.Tests.Synthesis.Judging;

/// <summary>What the judge's model makes of paraphrases, as the page of semantic-overlap says.</summary>
[Collection(LoadedModelCollection.Name)]
public sealed class ParaphraseTests(SentenceEncoderTests.Judge judge) : IClassFixture<SentenceEncoderTests.Judge>
{
    private static readonly (string Record, string Text)[] Pairs =
    [
        ("I was charged twice for the same month, please refund one payment", "Please give me back one of the two payments you took for March"),
        ("The courier left my parcel with a neighbour on the third floor last Tuesday, but nobody there has seen it.", "My package was handed to somebody living on floor three a week ago Tuesday; none of the neighbours know anything about it."),
        ("I cannot log in since the update, the app says my password is wrong although I reset it twice.", "After the app was updated it rejects my password even though I have reset it two times, so I am locked out."),
        ("Your meter reading was estimated and the bill is far too high, please correct it.", "The bill is much too high because you guessed my meter reading. Please put it right."),
        ("I am moving to Uruguay at the end of November, please stop the meal boxes.", "Please cancel the food boxes from the end of November since I am relocating to Uruguay."),
        ("The router shows a red light and the internet drops every evening at eight.", "Every evening around 8 the internet goes down and a red light comes on at the router."),
        ("The blue headphones will not connect to my phone by Bluetooth.", "I cannot pair the blue headset with my mobile."),
        ("My direct debit was taken three days early and I went overdrawn.", "You collected the direct debit three days before the date, which put my account in the red."),
    ];

    private static readonly string[] Others =
    [
        "My refund for the cancelled contract has not arrived after six weeks.", "The box came damaged and two of the dinners were missing.", "How do I add my partner to the account?",
        "The smart meter's display has been blank since Friday.", "Nobody came in the slot I had taken a day off for.", "The promotional code was refused at checkout.",
    ];

    private Dictionary<(string, Against), Finding> Findings(string[] texts)
    {
        LabelledVectors Vectors(string[] of) => new([.. judge.Embed(of).Select(vector => Array.ConvertAll(vector, x => (double)x))], new int[of.Length], [.. of.Select((_, i) => $"u{i}")]);
        string[] records = [.. Pairs.Select(pair => pair.Record)];
        var inputs = new AuditInputs { Embedded = new EmbeddedTexts(Private.Seal(Vectors(records)), Private.Seal(Vectors(Others)), Vectors(texts)) };
        var candidate = new Candidate([.. texts.Select((text, i) => new LabelledText($"s-{i}", "label", text))]);
        Private<Corpus> Seal(string[] of) => Private.Seal(new Corpus([.. of.Select((text, i) => new SourceRecord($"r{i}", $"u{i}", "label", text))]));
        var context = new AuditContext(candidate, Seal(records), Seal(Others), AuditBench.Names, new Binding(candidate.Digest, Digest.Of("source"), Digest.Of("settings")));
        var outcome = new SemanticOverlapAudit(inputs).Run(context, TimeProvider.System, null, TestContext.Current.CancellationToken);
        Assert.Null(outcome.Failure);
        return outcome.Findings.ToDictionary(finding => (finding.Measure, finding.Against));
    }

    [Fact]
    public void Five_of_eight_paraphrases_are_seen_though_they_share_few_words()
    {
        var findings = Findings([.. Pairs.Select(pair => pair.Text)]);
        Assert.Equal(new Proportion(5, 8), findings[("paraphrases in other words", Against.Training)].Statistic);
        Assert.Equal(new Proportion(0, 8), findings[("paraphrases", Against.Holdout)].Statistic);
        Assert.Equal(new Excess(new Proportion(5, 8), new Proportion(0, 6)), findings[("paraphrases over holdout", Against.Training)].Statistic);
        Assert.Contains(findings[("paraphrases", Against.Training)].Instances, instance => instance is { Row: "s-4", Note: var note } && note.EndsWith("2 of 14 sequences of three words shared", StringComparison.Ordinal));
    }

    [Fact]
    public void Texts_about_the_same_things_are_not_paraphrases() =>
        Assert.Equal(new Proportion(0, 3), Findings(["I would like my money back for a broken kettle.", "Where is my parcel? Tracking has not moved since Monday.", "I forgot the password of my account."])[("paraphrases", Against.Training)].Statistic);
}
