using Pipeline.Synthesis.Generation;
using Pipeline.Tests.Synthesis.Models;
using TorchSharp;

namespace Pipeline.Tests.Synthesis.Generation;

[Collection(LoadedModelCollection.Name)]
public sealed class WriterTests(LoadedModel loaded)
{
    [Fact]
    public void Greedy_texts_agree_with_the_reference_though_written_side_by_side()
    {
        var golden = GoldenModel.Json("generation.json").GetProperty("prompts").EnumerateArray().ToArray();
        var texts = loaded.Generate(
            [.. golden.Select(prompt => new GenerationPrompt(prompt.Ids("ids"), 2))],
            new GenerationSettings { Temperature = 0, MaximumTokens = 20, Batch = 6 });
        Assert.Equal(2 * golden.Length, texts.Count);
        foreach (var text in texts)
        {
            Assert.Equal(golden[text.Prompt].Ids("new_ids"), text.Ids);
            Assert.Equal(golden[text.Prompt].Text("new_text"), loaded.Model.Tokenizer.Decode(text.Ids));
            Assert.False(text.Ended);
        }
    }
    [Fact]
    public void The_same_seed_gives_the_same_texts_whatever_is_written_beside_them()
    {
        var settings = new GenerationSettings { MaximumTokens = 12, Seed = 5, Batch = 4 };
        var (parcel, refund) = (Prompt("The parcel has", 5), Prompt("I am still waiting for a refund of", 3));
        var first = loaded.Generate([parcel, refund], settings);
        Assert.Equal(Ids(first), Ids(loaded.Generate([parcel, refund], settings)));
        Assert.Equal(Ids(first), Ids(loaded.Generate([parcel, refund], settings with { Batch = 16 })));
        Assert.Equal(Ids(first)[..5], Ids(loaded.Generate([parcel], settings)));
        Assert.Equal(8, Ids(first).Distinct().Count());
        Assert.NotEqual(Ids(first), Ids(loaded.Generate([parcel, refund], settings with { Seed = 6 })));
    }

    [Fact]
    public void Mean_log_probability_is_that_of_the_model_reading_the_whole_text()
    {
        var prompt = Prompt("The courier", 3);
        foreach (var text in loaded.Generate([prompt], new GenerationSettings { MaximumTokens = 10, Seed = 1 }))
        {
            int[] whole = [.. prompt.Ids, .. text.Ids];
            var nats = loaded.NegativeLogLikelihood(whole)[0] * (whole.Length - 1);
            var ofPrompt = prompt.Ids.Length == 1 ? 0 : loaded.NegativeLogLikelihood(prompt.Ids)[0] * (prompt.Ids.Length - 1);
            Assert.Equal(-(nats - ofPrompt) / text.Ids.Length, text.MeanLogProbability, 1e-3);
        }
    }

    [Fact]
    public void Ends_a_text_before_a_stop_token_or_where_it_is_told_to()
    {
        var prompt = new GenerationPrompt(GoldenModel.Json("generation.json").GetProperty("prompts")[0].Ids("ids"), 3);
        var greedy = new GenerationSettings { Temperature = 0, MaximumTokens = 20, Batch = 2 };
        foreach (var text in loaded.Generate([prompt], greedy with { StopTokens = [198] }))
        {
            Assert.Equal([7042, 30], text.Ids);
            Assert.True(text.Ended);
        }
        foreach (var text in loaded.Generate([prompt], greedy with { Stop = (_, ids) => ids[^1] == 198 }))
        {
            Assert.Equal([7042, 30, 198], text.Ids);
            Assert.True(text.Ended);
        }
        var empty = Assert.Single(loaded.Generate([prompt with { Count = 1 }], greedy with { StopTokens = [7042] }));
        Assert.Empty(empty.Ids);
        Assert.Equal(double.NaN, empty.MeanLogProbability);
    }

    [Fact]
    public void Cancelling_stops_at_the_next_step_and_leaves_no_tensor_behind()
    {
        loaded.Generate([Prompt("Hello", 2)], new GenerationSettings { MaximumTokens = 3 });
        var before = torch.Tensor.TotalCount;
        using var cancel = new CancellationTokenSource();
        var steps = 0;
        var settings = new GenerationSettings
        {
            MaximumTokens = 500,
            Stop = (_, ids) =>
            {
                if (Interlocked.Increment(ref steps) == 4) cancel.Cancel();
                return false;
            },
        };
        Assert.Throws<OperationCanceledException>(() => loaded.Model.Generate([Prompt("Hello", 4)], settings, null, cancel.Token));
        Assert.InRange(steps, 4, 12);
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void Refuses_a_prompt_that_leaves_no_room_in_the_model() =>
        Assert.Throws<ArgumentException>(() => loaded.Generate([Prompt("Hello", 1)], new GenerationSettings { MaximumTokens = 8192 }));

    private GenerationPrompt Prompt(string text, int count) => new(loaded.Model.Tokenizer.Encode(text), count);

    private static string[] Ids(IEnumerable<Continuation> texts) => [.. texts.Select(text => string.Join(' ', text.Ids))];

    [Fact]
    public void Holds_back_ids_that_end_a_text_until_it_is_long_enough()
    {
        var prompt = new GenerationPrompt(loaded.Model.Tokenizer.Encode("The capital of France is"), 1);
        var greedy = new GenerationSettings { Temperature = 0, MaximumTokens = 8 };
        var free = Assert.Single(loaded.Generate([prompt], greedy)).Ids;
        // The very ids it would write first are held back; after five ids it may write them again.
        var held = Assert.Single(loaded.Generate([prompt], greedy with { MinimumTokens = 5, EndingTokens = free })).Ids;
        Assert.Empty(held[..5].Intersect(free));
        var stopped = Assert.Single(loaded.Generate([prompt], greedy with { StopTokens = free, MinimumTokens = 5, EndingTokens = free }));
        Assert.InRange(stopped.Ids.Length, 5, 8);
        Assert.Empty(Assert.Single(loaded.Generate([prompt], greedy with { StopTokens = free })).Ids);
    }
}
