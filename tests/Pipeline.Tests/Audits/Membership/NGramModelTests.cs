using System.Text.Json;
using Pipeline.Audits.Membership;
using Pipeline.Audits.Statistics;
using static Pipeline.Tests.Core.Numerics.GoldenNumbers;

namespace Pipeline.Tests.Audits.Membership;

public sealed class NGramModelTests
{
    private static readonly JsonElement Golden = Load("audit", "ngram-lm.json");

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static List<string[]> Lines(JsonElement row, string name) => [.. row.Rows(name).Select(line => Words(line.GetString()!))];

    [Fact]
    public void Probabilities_and_likelihoods_are_the_golden_ones()
    {
        foreach (var row in Golden.Rows("models"))
        {
            var interpolation = row.GetProperty("interpolation");
            var order = row.Whole("order");
            double[]? weights = interpolation.ValueKind == JsonValueKind.Null ? null : [.. Enumerable.Range(1, order).Select(n => interpolation.Number($"{n}"))];
            var model = new NGramModel(Lines(row, "corpus"), order, row.Number("alpha"), row.Whole("min_count"), weights);
            Assert.Equal(row.Whole("vocabulary"), model.Vocabulary);
            foreach (var held in row.Rows("held_out"))
            {
                var words = Words(held.GetProperty("text").GetString()!);
                Assert.Equal(held.Whole("events"), words.Length + 1);
                foreach (var (golden, own) in held.GetProperty("probabilities").Vector().Zip(model.Probabilities(words))) Near(golden, own, 1e-10, held);
                Near(held.Number("log_likelihood"), model.LogLikelihood(words), 1e-10, held);
                Near(held.Number("mean_log_likelihood"), model.MeanLogLikelihood(words), 1e-10, held);
            }
        }
    }

    [Fact]
    public void Canaries_are_found_in_synthetic_text_as_the_golden_values_say()
    {
        foreach (var row in Golden.Rows("membership"))
        {
            foreach (var signal in row.Rows("signals"))
            {
                var (order, weights) = signal.GetProperty("model").GetString() switch
                {
                    "laplace 2-gram" => (2, (double[]?)null),
                    "laplace 3-gram" => (3, null),
                    _ => (3, [.1, .3, .6]),
                };
                var (target, reference) = (new NGramModel(Lines(row, "synthetic"), order, 1, 1, weights), new NGramModel(Lines(row, "reference"), order, 1, 1, weights));
                var ratio = signal.GetProperty("signal").GetString()!.EndsWith("reference", StringComparison.Ordinal);
                double[] Scores(string part) => [.. Lines(row, part).Select(words => target.LogLikelihood(words) - (ratio ? reference.LogLikelihood(words) : 0))];
                var (members, others) = (Scores("members"), Scores("nonmembers"));
                foreach (var (golden, own) in signal.GetProperty("member_scores").Vector().Zip(members)) Near(golden, own, 1e-9, signal);
                foreach (var (golden, own) in signal.GetProperty("nonmember_scores").Vector().Zip(others)) Near(golden, own, 1e-9, signal);
                var roc = new Roc(members, others);
                Near(signal.Number("auc"), roc.Auc, 1e-10, signal);
                Near(signal.Number("tpr_at_fpr_.1"), (double)roc.At(.1).TruePositives / roc.Members, 1e-10, signal);
            }
        }
    }

    [Fact]
    public void Probabilities_of_everything_that_can_follow_add_up_to_one()
    {
        var model = new NGramModel([Words("a b a c"), Words("b a")], 3, .01, 1, [.1, .3, .6]);
        string[] context = ["b", "a"];
        // the words known, one that is not, and the end
        var all = new[] { "a", "b", "c", "never" }.Sum(word => model.Probabilities([.. context, word])[2]) + model.Probabilities(context)[2];
        Assert.Equal(1, all, 1e-12);
    }
}
