using System.Text.Json;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Judging;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Gguf;
using Pipeline.Tests.Synthesis.Models;
using TorchSharp;

namespace Pipeline.Tests.Synthesis.Judging;

/// <summary>In the collection of models, because it uses every processor and because one test counts live tensors.</summary>
[Collection(LoadedModelCollection.Name)]
public sealed class SentenceEncoderTests(SentenceEncoderTests.Judge judge) : IClassFixture<SentenceEncoderTests.Judge>
{
    private static readonly JsonElement Golden = JsonElement.Parse(File.ReadAllText(Fixtures.Golden("judge", "embeddings.json")));

    /// <summary>Items whose special strings are ordinary text, as they always are here.</summary>
    private static readonly JsonElement[] Items = [.. Golden.GetProperty("items").EnumerateArray().Where(item => !item.GetProperty("parse_special").GetBoolean())];

    [Fact]
    public void Splits_every_golden_text_into_the_reference_s_pieces()
    {
        Assert.Equal(68, Items.Length);
        Assert.All(Items, item => Assert.Equal(item.Ids("ids"), judge.Tokenizer.Encode(item.Text("text"))));
    }

    [Fact]
    public void Embeds_every_golden_text_as_the_reference_does_whatever_shares_its_batch()
    {
        var together = judge.Embed([.. Items.Select(item => item.Text("text"))]);
        // 1e-6 in the epsilon of LayerNorm would already show at this tolerance.
        Assert.All(Items, (item, i) => GoldenModel.Near(item.Floats("embedding"), together[i], 3e-6));
        Assert.All(Items, item => GoldenModel.Near(item.Floats("embedding"), judge.Embed([item.Text("text")])[0], 3e-6));
        Assert.All(together, embedding => Assert.Equal(1, Math.Sqrt(embedding.Sum(x => (double)x * x)), 1e-6));
    }

    [Fact]
    public void Cosines_are_those_of_the_reference()
    {
        var embeddings = judge.Embed([.. Items.Take(12).Select(item => item.Text("text"))]);
        var matrix = Golden.GetProperty("cosine").GetProperty("matrix").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetDouble()).ToArray()).ToArray();
        for (var i = 0; i < 12; i++)
            for (var j = 0; j < 12; j++)
                Assert.Equal(matrix[i][j], embeddings[i].Zip(embeddings[j], (a, b) => (double)a * b).Sum(), 1e-5);
    }

    [Fact]
    public void A_lone_surrogate_vanishes_as_the_replacement_character_does() =>
        Assert.Equal(judge.Tokenizer.Encode("a\uFFFDb"), judge.Tokenizer.Encode("a\uD800b"));

    [Theory]
    [InlineData("a\uFFFEb c")]
    [InlineData("\uFFFF \uFDD0")]
    public void Code_points_that_are_no_characters_make_unknown_words(string text) => Assert.Contains(100, judge.Tokenizer.Encode(text));

    [Fact]
    public void Keeps_no_tensor_from_one_call_to_the_next()
    {
        judge.Embed(["one", "another one"]);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        judge.Embed(["one", "another one", "a third that is longer than the others"]);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Of_no_texts_there_are_no_embeddings() => Assert.Empty(judge.Embed([]));

    [Fact]
    public void A_language_model_is_no_judge()
    {
        var problem = Assert.Throws<BadInputException>(() => SentenceEncoder.Load(GoldenModel.Path, ModelDevice.Cpu, TestContext.Current.CancellationToken)).Problems[0];
        Assert.Equal("bert", problem.Expected);
        Assert.Throws<BadInputException>(() => SentenceEncoder.Load(Judge.Path + ".missing", ModelDevice.Cpu, TestContext.Current.CancellationToken));
    }

    public sealed class Judge : IDisposable
    {
        private readonly SentenceEncoder encoder = SentenceEncoder.Load(Path, ModelDevice.Cpu);

        public Judge()
        {
            using var file = GgufFile.Open(Path);
            Tokenizer = WordPieceTokenizer.From(file);
        }

        public static string Path => Fixtures.Shipped("pipelines", "models", "all-minilm-l6-v2-q8_0.gguf");

        public WordPieceTokenizer Tokenizer { get; }

        public float[][] Embed(IReadOnlyList<string> texts) => encoder.Embed(texts, null, TestContext.Current.CancellationToken);

        public void Dispose() => encoder.Dispose();
    }
}
