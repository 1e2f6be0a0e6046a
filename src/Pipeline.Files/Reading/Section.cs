using System.Buffers;
using System.Globalization;
using System.Text;
using Pipeline.Files.Yaml;

namespace Pipeline.Files.Reading;

/// <summary>
/// Keys with values, read by what they should be. Reading never stops: what is missing or of a wrong kind is reported, its
/// property is called broken, and a neutral value stands in so that the rest can be read.
/// </summary>
internal sealed class Section
{
    private readonly Dictionary<string, YamlNode> values = [];
    private readonly FileProblems problems;
    private readonly Shape shape;
    private readonly string name;
    private readonly bool isSection;

    /// <summary>Reads a node as a section of a shape.</summary>
    /// <param name="node">The node; null when there is none, which has been reported.</param>
    /// <param name="shape">What keys it may have.</param>
    /// <param name="path">The property it becomes; empty for the whole file.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="name">What the writer calls it; null for the shape's name.</param>
    public Section(YamlNode? node, Shape shape, string path, FileProblems problems, string? name = null)
    {
        (this.shape, Path, this.problems, this.name) = (shape, path, problems, name ?? shape.Name);
        if (node is YamlSection section)
        {
            (Spot, isSection) = (section.Spot, true);
            foreach (var (key, value) in section.Members) Admit(key, value);
            Demand([.. shape.Required]);
        }
        else
        {
            if (node is not (null or YamlRefused)) problems.Add(node.Spot, $"{FileProblems.Quoted(this.name)} is {Described(node)}.", $"a section with the key{(shape.Keys.Count() > 1 ? "s" : "")} {string.Join(", ", shape.Keys)}");
            problems.Break(path);
        }
    }

    /// <summary>The property it becomes.</summary>
    public string Path { get; }

    /// <summary>Where it begins.</summary>
    public Spot Spot { get; }

    /// <summary>The keys that are members of the shape's family.</summary>
    public IEnumerable<string> FamilyKeys => values.Keys.Where(key => !shape.Keys.Contains(key));

    /// <summary>True when the key is there.</summary>
    public bool Has(string key) => values.ContainsKey(key);

    /// <summary>The property a key becomes: <c>records per unit</c> is RecordsPerUnit.</summary>
    public string PathOf(string key)
    {
        var property = string.Concat(key.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return Path.Length == 0 ? property : $"{Path}.{property}";
    }

    /// <summary>Reports each of these keys that is not there.</summary>
    public void Demand(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (values.ContainsKey(key)) continue;
            // Of what is no section at all it has been said already.
            if (isSection) problems.Add(Spot, $"{FileProblems.Quoted(name)} lacks the key '{key}'.");
            problems.Break(PathOf(key));
        }
    }

    /// <summary>A text; empty when there is none.</summary>
    public string Text(string key) => OptionalText(key) ?? "";

    /// <summary>A text, or null when there is none.</summary>
    public string? OptionalText(string key)
    {
        if (Find(key) is not { } node) return null;
        if (IsText(node)) return ((YamlScalar)node).Text;
        Wrong(key, node, "text");
        return null;
    }

    /// <summary>A number, or null when there is none. With <paramref name="perCent"/>, <c>0.5 %</c> is 0.005.</summary>
    public double? Number(string key, bool perCent = false) =>
        Form(key, perCent ? "a number or a percentage" : "a number", text => NumberOf(text, perCent));

    /// <summary>A whole number, or null when there is none.</summary>
    public long? Whole(string key) => Form<long>(key, "a whole number",
        text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null);

    /// <summary>A whole number that a count can hold, or null when there is none.</summary>
    public int? Count(string key) => Form<int>(key, "a whole number below two thousand million",
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null);

    /// <summary>One of some words, or null when there is none.</summary>
    public T? Choice<T>(string key, Words<T> words)
        where T : struct
    {
        if (Find(key) is not { } node) return null;
        var text = node is YamlScalar { IsNothing: false } scalar ? scalar.Text : null;
        if (text is not null && words.Find(text) is { } meant) return meant;
        Wrong(key, node, FileProblems.OneOf(words.All), text is null ? null : FileProblems.Nearest(text, words.All));
        return null;
    }

    /// <summary>A value of a form of its own, or null when there is none.</summary>
    public T? Form<T>(string key, string expected, Func<string, T?> read)
        where T : struct
    {
        if (Find(key) is not { } node) return null;
        if (node is YamlScalar { Plain: true, IsNothing: false } scalar && read(scalar.Text) is { } value) return value;
        Wrong(key, node, expected);
        return null;
    }

    /// <summary>A section within.</summary>
    public Section Within(string key, Shape within) => new(Find(key), within, PathOf(key), problems, key);

    /// <summary>The items of a list; none when there is no list.</summary>
    public IReadOnlyList<YamlNode> Items(string key, string expected)
    {
        if (Find(key) is not { } node) return [];
        if (node is not YamlList list)
        {
            Wrong(key, node, expected);
            return [];
        }
        for (var i = 0; i < list.Items.Count; i++) problems.Mark($"{PathOf(key)}[{i}]", list.Items[i].Spot);
        return list.Items;
    }

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string> Texts(string key) => Find(key) is { } node ? TextsOf(key, PathOf(key), node) : [];

    /// <summary>The texts of a list under a name of the writer's own.</summary>
    public IReadOnlyList<string> TextsOf(string called, string path, YamlNode node)
    {
        if (node is not YamlList list)
        {
            Wrong(FileProblems.Quoted(called), path, node, "a list of texts");
            return [];
        }
        return [.. list.Items.Index().Select(item =>
        {
            problems.Mark($"{path}[{item.Index}]", item.Item.Spot);
            if (IsText(item.Item)) return ((YamlScalar)item.Item).Text;
            if (item.Item is not YamlRefused) problems.Add(item.Item.Spot, $"An item of {FileProblems.Quoted(called)} is {Described(item.Item)}.", "text");
            problems.Break($"{path}[{item.Index}]");
            return "";
        })];
    }

    /// <summary>The members of a section whose keys are names of the writer's own; none twice.</summary>
    public IReadOnlyList<(YamlScalar Key, YamlNode Value)> Members(string key, string expected)
    {
        if (Find(key) is not { } node) return [];
        if (node is not YamlSection section)
        {
            Wrong(key, node, expected);
            return [];
        }
        var members = new Dictionary<string, (YamlScalar Key, YamlNode Value)>();
        foreach (var member in section.Members)
        {
            if (!IsText(member.Key)) problems.Add(member.Key.Spot, $"A name in '{key}' is {Described(member.Key)}.", "text");
            else if (!members.TryAdd(member.Key.Text, member)) Twice(member.Key, members[member.Key.Text].Key.Spot);
        }
        return [.. members.Values];
    }

    /// <summary>Reports a problem of a key's value and calls its property broken.</summary>
    public void Refuse(string key, string what, string? expected = null, string? nearest = null)
    {
        problems.Add(problems.SpotOf(PathOf(key)), what, expected, nearest);
        problems.Break(PathOf(key));
    }

    /// <summary>A finite number, or a percentage where those are allowed; null for anything else.</summary>
    public static double? NumberOf(string text, bool perCent)
    {
        var isPerCent = perCent && text.EndsWith('%') && !text.Contains('e', StringComparison.OrdinalIgnoreCase);
        // The exponent is moved in the digits, so that 0.7 % is the double nearest to 0.007.
        var digits = isPerCent ? text[..^1].TrimEnd(' ') + "e-2" : text;
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(digits, Style, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }

    private void Admit(YamlScalar key, YamlNode value)
    {
        if (!shape.Knows(key.Text))
        {
            var keys = shape.Keys.Concat(shape.Examples).ToList();
            problems.Add(key.Spot, $"There is no key {FileProblems.Quoted(key.Text)} in {FileProblems.Quoted(name)}.", FileProblems.OneOf(keys), FileProblems.Nearest(key.Text, keys));
        }
        else if (values.TryAdd(key.Text, value)) problems.Mark(PathOf(key.Text), value.Spot);
        else Twice(key, problems.SpotOf(PathOf(key.Text)));
    }

    private void Twice(YamlScalar key, Spot first) =>
        problems.Add(key.Spot, $"The key {FileProblems.Quoted(key.Text)} is given twice, first in line {first.Line}.", "each key once");

    private YamlNode? Find(string key) => values.GetValueOrDefault(key);

    private void Wrong(string key, YamlNode node, string expected, string? nearest = null) => Wrong($"'{key}'", PathOf(key), node, expected, nearest);

    private void Wrong(string called, string path, YamlNode node, string expected, string? nearest = null)
    {
        if (node is not YamlRefused) problems.Add(node.Spot, $"{called} is {Described(node)}.", expected, nearest);
        problems.Break(path);
    }

    private static bool IsText(YamlNode node) =>
        node is YamlScalar { IsNothing: false } scalar && scalar.Text.Trim().Length > 0 && !HasBadCharacters(scalar.Text);

    private static string Described(YamlNode node) => node switch
    {
        YamlScalar { IsNothing: false } scalar when scalar.Text.Trim().Length == 0 => "empty",
        YamlScalar { IsNothing: false } scalar when HasBadCharacters(scalar.Text) => "text with a control character",
        YamlScalar { IsNothing: false } scalar => FileProblems.Quoted(scalar.Text),
        _ => node.Kind,
    };

    /// <summary>Escapes can write characters that no file could hold plainly: controls and halves of surrogate pairs.</summary>
    private static bool HasBadCharacters(string text)
    {
        for (ReadOnlySpan<char> rest = text; rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != OperationStatus.Done || (Rune.IsControl(rune) && rune.Value != '\n')) return true;
            rest = rest[used..];
        }
        return false;
    }
}
