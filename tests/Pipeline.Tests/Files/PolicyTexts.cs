using CsCheck;

namespace Pipeline.Tests.Files;

/// <summary>Valid policies written in every hand: keys in any order, sections in one line or several, comments anywhere.</summary>
internal static class PolicyTexts
{
    private static readonly string[] Measures = ["exact-overlap/copied records", "ngram-overlap/reworded copies", "common-substring/texts sharing a long run", "pii-replay/replayed values"];

    private static readonly string[] Values = ["ngram-overlap/worst containment", "common-substring/longest common words"];

    private static readonly string[] Purposes = ["research", "training", "support"];

    private static Gen<string> Percent { get; } = Gen.Select(AnyOf.These("5", "0.5", "12.50", ".7"), AnyOf.These(" %", "%", "  %")).Select((number, sign) => number + sign);

    private static Gen<string> Scope { get; } = Gen.Select(Gen.Int[1, 7], Gen.Bool, Gen.Int[1, 3]).Select((purposes, classes, recipients) => Section(
    [
        .. classes ? [("classification", "[ confidential ]")] : Array.Empty<(string, string)>(),
        ("purpose", $"[{string.Join(", ", Purposes.Where((_, i) => (purposes >> i & 1) == 1))}]"),
        .. recipients == 1 ? [("recipient", "[ \"lab\" ]")] : Array.Empty<(string, string)>(),
    ]));

    private static string Section(IEnumerable<(string Key, string Value)> members) => $"{{{string.Join(", ", members.Select(member => $"{member.Key}: {member.Value}"))}}}";

    private static Gen<(string Key, string Value)[]> Guarantee { get; } = Gen.Select(Gen.Int[1, 30], AnyOf.These("1/n", "1e-5", "0.0001"), Gen.Bool, Gen.Bool).Select((epsilon, delta, all, flow) => new (string, string)[]
    {
        ("guarantee", "differential-privacy"),
        ("epsilon", flow ? $"{{ at most: {epsilon} }}" : $"\n      at most: {epsilon}"),
        ("delta", $"{{at most: {delta}}}"),
        ("scope", all ? "all releases" : "this release"),
    });

    private static Gen<(string Key, string Value)[]> Share { get; } = Gen.Select(Gen.Int[0, Measures.Length - 1], Percent, AnyOf.These("upper 95 %", "upper 99.9%", "upper 90 %"), Scope, Gen.Int[0, 3]).Select((which, most, end, scope, extras) =>
        (((string, string)[])[
            ("finding", Measures[which].Split('/')[0]), ("measure", extras == 1 ? $"\"{Measures[which].Split('/')[1]}\"" : Measures[which].Split('/')[1]), (end, $"{{ at most:   {most} }}"),
            .. extras > 1 ? [("for", scope)] : Array.Empty<(string, string)>(), .. extras == 3 ? [("power", "{ at least: 80 % }")] : Array.Empty<(string, string)>()]));

    private static Gen<(string Key, string Value)[]> Value { get; } = Gen.Select(Gen.Int[0, Values.Length - 1], AnyOf.These("0.30", "11", "1e-1"), Gen.Bool).Select((which, most, holdout) =>
        (((string, string)[])[("finding", Values[which].Split('/')[0]), ("measure", Values[which].Split('/')[1]), ("value", $"{{ at most: {most} }}"), ("against", holdout ? "holdout" : "training")]));

    private static Gen<(string Key, string Value)[]> Requirement { get; } = Gen.OneOf(Guarantee, Share, Value);

    private static Gen<(string Key, string Value)[]> Exception { get; } = Gen.Select(Scope, Gen.Int[31, 90], AnyOf.These("pilot", "\"'quoted' and: odd # text\"", "'it''s late'", "übergang bis Jahresende", "\"two\\nlines\"")).Select((scope, epsilon, because) =>
        new (string, string)[] { ("relaxes", "r0"), ("for", scope), ("epsilon", $"{{ at most: {epsilon} }}"), ("until", "2027-03-31"), ("approved by", "Jane Doe, officer"), ("because", because) });

    /// <summary>A policy in somebody's hand, with comments each of which holds its own number.</summary>
    public static Gen<string> Any { get; } =
        Gen.Select(Guarantee, Requirement.Array[0, 5], Exception.Array[0, 1], Gen.Int[0, int.MaxValue]).Select((first, more, exceptions, hand) =>
        {
            var luck = new Random(hand);
            var items = more.Select((item, i) => luck.Next(2) == 0 ? item : [.. item, ("name", $"r{i + 1}")]).Prepend([.. first, ("name", "r0")]).ToList();
            var keys = new List<string>
            {
                $"name: p{hand % 100}",
                luck.Next(2) == 0 ? "for: { classification: [ confidential,internal ], purpose: [research, training, support], recipient: [lab, clinic] }" : "for:\n  classification:\n    - internal\n    - confidential",
                "require:\n" + string.Join('\n', items.Select(item => Item(item, luck))),
            };
            if (luck.Next(2) == 0) keys.Add("evidence maximum age:  12 hours");
            if (luck.Next(2) == 0) keys.Insert(0, "version: 1");
            if (exceptions.Length > 0) keys.Add("exceptions:\n" + string.Join('\n', exceptions.Select(item => Item(item, luck))));
            return Commented(string.Join('\n', keys.OrderBy(_ => luck.Next())), luck);
        });

    private static string Item((string Key, string Value)[] members, Random luck)
    {
        var shuffled = members.OrderBy(_ => luck.Next()).ToList();
        return luck.Next(3) == 0 && !shuffled.Exists(member => member.Value.Contains('\n') || member.Value.Contains(", officer") || member.Value.StartsWith('\''))
            ? $"  - {Section(shuffled)}"
            : "  - " + string.Join("\n    ", shuffled.Select(member => $"{member.Key}: {member.Value}"));
    }

    private static string Commented(string text, Random luck)
    {
        var count = 0;
        var lines = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            for (var above = luck.Next(4); above == 1; above = luck.Next(4)) lines.Add(luck.Next(3) == 0 ? "" : $"{new string(' ', luck.Next(5))}# above {++count}: '{{'");
            lines.Add(luck.Next(5) == 0 ? $"{line}   # beside {++count}" : line);
        }
        return string.Join('\n', lines) + (luck.Next(2) == 0 ? "\n" : $"\n\n# at the end {++count}\n");
    }
}
