using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Gradients;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Proposals;
using Pipeline.Synthesis.Refinement;
using Pipeline.Tests.Synthesis.Models;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Refinement;

/// <summary>Refinement of a few public texts of two kinds with the shipped model.</summary>
[Collection(LoadedModelCollection.Name)]
public sealed class RefinerTests
{
    private static readonly string[] Bills =
    [
        "I was charged twice for my order this month and would like a refund.",
        "The price on my last bill is much higher than the one on your page.",
        "My refund for the old contract has still not arrived after three weeks.",
        "Why did you take the payment from my account before the date on the letter?",
        "The discount that your shop promised was not on the last bill.",
        "Please explain the extra charge on my bill, because nobody told me about it.",
    ];

    private static readonly string[] Parcels =
    [
        "My parcel was due on Monday and it has still not arrived at my house.",
        "The driver left the box outside in the rain and the food was ruined.",
        "The tracking page has not changed since the parcel left the shop.",
        "Two items were missing from the box that came to my door this morning.",
        "I waited at home all day and the driver never came with my order.",
        "Please send the parcel to my new house, because I moved last week.",
    ];

    private readonly LanguageModel model;
    private readonly TextEncoder encoder;
    private readonly FeatureMap map;
    private readonly double[][] targets;

    public RefinerTests(LoadedModel loaded)
    {
        model = loaded.Model;
        encoder = new TextEncoder(model, "{text} This ticket is about");
        map = FeatureMap.Fit(Hidden([.. Bills, .. Parcels]), StatePart.Both, 4);
        // Made-up targets: where the other texts of each kind are.
        targets = [Mean(Phi(Bills[3..])), Mean(Phi(Parcels[3..]))];
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private float[][] Hidden(IReadOnlyList<string> texts) => encoder.States(texts, null, Stop);

    private double[][] Phi(IReadOnlyList<string> texts) => map.Map(Hidden(texts));

    private static double[] Mean(double[][] rows) => [.. Enumerable.Range(0, rows[0].Length).Select(k => rows.Average(row => row[k]))];

    private Refiner Refiner(RefineSettings settings, params string[] avoid) => new(model, encoder, map, Bills.Concat(Parcels), avoid, settings);

    private RefinedClass Refine(RefineSettings settings, params string[] texts) => Assert.Single(Refiner(settings).Run([texts], [targets[0]], null, Stop));

    [Fact]
    public void Lowers_the_residual_and_the_merit_never_rises()
    {
        string[][] classes = [Bills[..3], Parcels[..3]];
        var refined = Refiner(new RefineSettings { MostSweeps = 2, Rated = 8 }).Run(classes, targets, null, Stop);
        foreach (var (own, c) in refined.Select((own, c) => (own, c)))
        {
            Assert.True(own.Accepted > 0, "nothing was accepted");
            var merits = own.Sweeps.Select(sweep => sweep.Merit).Prepend(own.Before.Merit).ToList();
            Assert.All(merits.Zip(merits.Skip(1)), pair => Assert.True(pair.Second <= pair.First));
            // What it says of itself is what an ordinary reading of the final texts gives.
            var phi = Mean(Phi(own.Texts));
            var residual = phi.Zip(targets[c], (a, b) => (a - b) * (a - b)).Sum() / targets[c].Sum(t => t * t);
            Assert.Equal(residual, own.After.Residual, 1e-4);
            var surprise = model.NegativeLogLikelihood([.. own.Texts.Select(text => model.Tokenizer.Encode(text))], null, Stop).Average();
            Assert.Equal(surprise, own.After.Surprise, 1e-4);
            Assert.Equal(own.After.Merit, residual + surprise, 2e-4);
        }
    }

    [Fact]
    public void Keeps_words_whole_and_the_first_word_and_every_mark()
    {
        var refined = Refine(new RefineSettings { MostSweeps = 2, Rated = 8 }, Bills[..3]);
        foreach (var (before, after) in Bills[..3].Zip(refined.Texts))
        {
            var (old, now) = (before.Split(' '), after.Split(' '));
            Assert.Equal(old.Length, now.Length);
            Assert.Equal(old[0], now[0]);
            Assert.Equal(before.Where(c => !char.IsLetter(c)), after.Where(c => !char.IsLetter(c)));
            var words = Bills.Concat(Parcels).SelectMany(text => text.Split(' ')).Select(word => word.Trim('.', ',', '?')).ToHashSet();
            Assert.All(now, word => Assert.Contains(word.Trim('.', ',', '?'), words));
            Assert.True(SoundText.Holds(after, before, []));
        }
    }

    [Fact]
    public void Stops_by_itself_at_texts_that_no_candidate_improves_and_the_check_sees_it()
    {
        var refined = Refine(new RefineSettings { MostSweeps = 30, Rated = 4, Likeliest = 20 }, Bills[0]);
        Assert.True(refined.Stopped);
        Assert.Equal(0, refined.After.Accepted);
        Assert.Equal(0, refined.After.Dual);
        Assert.True(refined.Check is { Verified: true, Checked: > 0 } && refined.Check.GreatestGain <= refined.Check.Tau);
        Assert.True(refined.After.Primal < refined.Sweeps[0].Primal);
    }

    [Fact]
    public void The_check_finds_what_a_limit_left_undone()
    {
        var cut = Refine(new RefineSettings { MostSweeps = 0, Rated = 8 }, Bills[..3]);
        Assert.Equal(Bills[..3], cut.Texts);
        Assert.False(cut.Stopped);
        Assert.True(cut.Check is { Verified: false, Improving: > 0 } && cut.Check.GreatestGain > cut.Check.Tau);
    }

    [Fact]
    public void Never_writes_a_word_that_such_texts_do_not_use()
    {
        var settings = new RefineSettings { MostSweeps = 1, Rated = 8 };
        var free = Assert.Single(Refiner(settings).Run([Bills[..3]], [targets[0]], null, Stop)).Texts;
        var (place, added) = Bills[..3].Zip(free, (old, now) => now.Split(' ').Except(old.Split(' ')).FirstOrDefault()).Index().First(text => text.Item is not null);
        var bound = Assert.Single(Refiner(settings, " " + added!.Trim('.', ',', '?')).Run([Bills[..3]], [targets[0]], null, Stop)).Texts;
        Assert.DoesNotContain(" " + added.Trim('.', ',', '?'), bound[place], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Leaves_texts_alone_that_do_not_fit_the_prompt()
    {
        var cut = string.Join(' ', Enumerable.Repeat("The bill was wrong and nobody called me back about it.", 20));
        var refined = Refine(new RefineSettings { MostSweeps = 1, Rated = 2 }, cut);
        Assert.Equal((1, 0, cut), (refined.Unrefined, refined.Accepted, refined.Texts[0]));
    }

    [Fact]
    public void Rates_a_substitution_as_an_ordinary_reading_of_the_new_text_does()
    {
        using var scope = NewDisposeScope();
        var text = PlacedText.Of(Bills[1], encoder, model)!;
        using var pass = BasePass.Of(model.Decoder, text, hidden => hidden);
        var settings = new RefineSettings { Rated = 7 };
        var changes = new Neighbourhood(model, encoder, new WordBook(model.Tokenizer, Bills.Concat(Parcels)), [], settings).Of(pass, text);
        Assert.Equal(7, changes.Count);
        var rater = new Rater(model.Decoder, map);
        var rated = rater.Of(pass, text, [.. changes.Select(pair => pair.Change)]).Append(rater.Of(pass, text)).ToList();
        string[] texts = [.. changes.Select(pair => pair.Text.Text), Bills[1]];
        var surprise = model.NegativeLogLikelihood([.. texts.Select(changed => model.Tokenizer.Encode(changed))], null, Stop);
        foreach (var (rating, phi, nats) in rated.Zip(Phi(texts), surprise))
        {
            Assert.Equal(nats, rating.Surprise, 1e-4);
            foreach (var (expected, actual) in phi.Zip(rating.Phi)) Assert.Equal(expected, actual, 1e-4);
        }
    }

    [Fact]
    public void The_gradient_foretells_a_small_step_of_the_embeddings()
    {
        using var scope = NewDisposeScope();
        var text = PlacedText.Of(Bills[1], encoder, model)!;
        var loss = new FeatureLoss(map, targets[0]);
        double At(Tensor x) => loss.At(InputGradient.Forward(
            model.Decoder, x.narrow(0, 0, text.End).unsqueeze(0), zeros([0, model.Width]), x.narrow(0, text.End, text.Ids.Length - text.End), states: true)).Loss;
        using var pass = BasePass.Of(model.Decoder, text, hidden => [.. BasePass.Doubles(loss.At(tensor(hidden).unsqueeze(0)).Gradient)]);
        var step = pass.Gradient * (1e-2 / pass.Gradient.norm());
        var slope = (At(pass.Embeddings + step) - At(pass.Embeddings - step)) / (2 * (double)step.norm());
        Assert.Equal(1, slope / (double)pass.Gradient.norm(), .02);
    }

    [Fact]
    public void Takes_only_words_that_stand_alone_in_public_texts()
    {
        var words = new WordBook(model.Tokenizer, ["The bill was wrong.", "It is an internet thing, not the Internets."]);
        int Token(string text) => Assert.Single(model.Tokenizer.Encode(text));
        Assert.True(words.MayReplace(Token(" parcel"), Token(" bill")));
        Assert.False(words.MayReplace(Token(" bill"), Token(" bill")));
        Assert.False(words.MayReplace(Token(" bill"), Token(" parcel")));
        Assert.False(words.MayReplace(Token(" Please"), Token(" bill")));
        var ids = model.Tokenizer.Encode("The bill's due, bills.");
        Assert.False(words.StandsAlone(ids, 0));
        Assert.False(words.StandsAlone(ids, 1));
        Assert.True(words.StandsAlone(ids, Array.IndexOf(ids, Token(" due"))));
    }
}
