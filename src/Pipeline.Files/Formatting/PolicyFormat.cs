using Pipeline.Files.Yaml;

namespace Pipeline.Files.Formatting;

/// <summary>
/// Writes a policy in its one form: keys in the order in which people read them, bounds and scopes in one line, values as they
/// were written, comments and blank lines where they were. Means the same; formatting twice changes nothing more.
/// </summary>
internal static class PolicyFormat
{
    private static readonly string[] PageOrder = ["version", "name", "extends", "for", "evidence maximum age", "require", "exceptions"];

    /// <summary>Of requirements and exceptions; bounds at a confidence stand with <c>value</c>.</summary>
    private static readonly string[] ItemOrder =
        ["relaxes", "guarantee", "finding", "measure", "against", "name", "for", "scope", "epsilon", "delta", "value", "power", "until", "approved by", "because"];

    /// <summary>The text of a policy page without problems.</summary>
    public static string Of(YamlSection root, string source)
    {
        var page = new PrintedPage();
        foreach (var (key, value) in Ordered(root, PageOrder))
        {
            if (value is YamlList list && key.Text is "require" or "exceptions") Items(page, key, (YamlList)value);
            else page.Add(key.Spot.Line, key.Spot.Line, 0, $"{key.Text}: {Flow(value)}");
        }
        return page.With(Trivia.Of(source));
    }

    private static void Items(PrintedPage page, YamlScalar key, YamlList list)
    {
        page.Add(key.Spot.Line, key.Spot.Line, 0, list.Items.Count == 0 ? $"{key.Text}: []" : $"{key.Text}:");
        foreach (var item in list.Items)
        {
            foreach (var (i, (name, value)) in Ordered((YamlSection)item, ItemOrder).Index())
                page.Add(i == 0 ? item.Spot.Line : name.Spot.Line, name.Spot.Line, i == 0 ? 2 : 4, $"{(i == 0 ? "- " : "")}{Key(name.Text)}: {Flow(value)}");
        }
    }

    private static IEnumerable<(YamlScalar Key, YamlNode Value)> Ordered(YamlSection section, string[] order) =>
        section.Members.OrderBy(member => Array.IndexOf(order, Grammar.ConfidenceBound.IsMatch(member.Key.Text) ? "value" : member.Key.Text));

    private static string Flow(YamlNode node) => node switch
    {
        YamlSection section => $"{{ {string.Join(", ", section.Members.Select(member => $"{Key(member.Key.Text)}: {Flow(member.Value)}"))} }}",
        YamlList list => $"[{string.Join(", ", list.Items.Select(Flow))}]",
        YamlScalar scalar => ScalarText.Of(scalar),
        _ => throw new InvalidOperationException($"A page with problems is not formatted: {node.Kind}."),
    };

    private static string Key(string text) => Grammar.ConfidenceBound.Match(text) is { Success: true } bound ? $"{bound.Groups["end"].Value} {bound.Groups["percent"].Value} %" : text;
}
