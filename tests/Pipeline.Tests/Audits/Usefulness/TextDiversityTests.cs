using System.Text.Json;
using Pipeline.Audits.Usefulness;

namespace Pipeline.Tests.Audits.Usefulness;

public sealed class TextDiversityTests
{
    private static readonly JsonElement Rows =
        JsonDocument.Parse(File.ReadAllBytes(Fixtures.Golden("numerics", "statistics.json"))).RootElement.GetProperty("diversity");

    public static TheoryData<int> Every => [.. Enumerable.Range(0, Rows.GetArrayLength())];

    private static List<string[]> Texts(JsonElement row) => [.. row.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!.Split(' '))];

    private static void Close(double expected, double actual) => Assert.InRange(Math.Abs(actual - expected), 0, 1e-9 * Math.Max(1e-9, Math.Abs(expected)));

    [Theory, MemberData(nameof(Every))]
    public void Distinct_n_is_the_golden_one(int index)
    {
        var texts = Texts(Rows[index]);
        foreach (var n in new[] { 1, 2, 3 })
        {
            var golden = Rows[index].GetProperty($"distinct_{n}");
            if (golden.ValueKind == JsonValueKind.Null) Assert.True(double.IsNaN(TextDiversity.Distinct(texts, n)));
            else Close(golden.GetDouble(), TextDiversity.Distinct(texts, n));
        }
    }

    [Theory, MemberData(nameof(Every))]
    public void Self_BLEU_is_the_golden_one_for_each_text(int index)
    {
        var texts = Texts(Rows[index]);
        foreach (var order in new[] { 2, 4 })
        {
            var scores = TextDiversity.SelfBleu(texts, order);
            foreach (var (i, golden) in Rows[index].GetProperty($"self_bleu_{order}_each").EnumerateArray().Index()) Close(golden.GetDouble(), scores[i]);
            Close(Rows[index].GetProperty($"self_bleu_{order}").GetDouble(), scores.Average());
        }
    }
}
