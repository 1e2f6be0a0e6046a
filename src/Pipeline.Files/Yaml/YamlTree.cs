using Pipeline.Files.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pipeline.Files.Yaml;

/// <summary>
/// Reads the plain part of YAML that people write by hand. Anchors, aliases, tags and further documents are refused: they
/// let a file say something else than what is seen on the page, and aliases let a small file grow without end.
/// </summary>
internal sealed class YamlTree
{
    /// <summary>Our deepest file has six levels.</summary>
    private const int MostLevels = 16;

    private readonly Parser parser;
    private readonly FileProblems problems;

    private YamlTree(string text, FileProblems problems)
    {
        parser = new Parser(new StringReader(text));
        this.problems = problems;
    }

    /// <summary>The document, or null when there is none that can be read; then the problems say why.</summary>
    public static YamlNode? Of(string text, FileProblems problems)
    {
        var tree = new YamlTree(text, problems);
        try
        {
            return tree.Document();
        }
        catch (YamlException broken)
        {
            problems.Add(SpotOf(broken.Start), "This is not YAML: " + Sentence(broken.Message));
            return null;
        }
        // The scanner has defects where a plain value meets characters it did not foresee; they are the file's fault too.
        catch (Exception defect) when (defect is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            problems.Add(SpotOf(tree.parser.Current?.End ?? Mark.Empty), "This is not YAML from here on.", "keys with values, in plain characters");
            return null;
        }
    }

    private YamlNode? Document()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            problems.Add(new Spot(1, 1), "The file is empty.", "keys with values");
            return null;
        }
        parser.Consume<DocumentStart>();
        var root = Node(1);
        if (root is null) return null;
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            problems.Add(SpotOf(second!.Start), "A second document begins here.", "one document a file");
            return null;
        }
        return root;
    }

    /// <summary>The next node; null once the nesting is too deep to go on.</summary>
    private YamlNode? Node(int level)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            var at = SpotOf(alias.Start);
            problems.Add(at, "Aliases are not allowed.", "the value itself");
            return new YamlRefused(at);
        }
        var next = parser.Consume<NodeEvent>();
        var spot = SpotOf(next.Start);
        if (!next.Anchor.IsEmpty) problems.Add(spot, "Anchors are not allowed.", "the value alone");
        if (!next.Tag.IsEmpty) problems.Add(spot, "Tags are not allowed.", "the value alone");
        if (level > MostLevels)
        {
            problems.Add(spot, "This is nested too deeply.", $"at most {MostLevels} levels");
            return null;
        }
        return next switch
        {
            Scalar scalar => new YamlScalar(spot, scalar.Value, scalar.Style == ScalarStyle.Plain),
            SequenceStart => List(spot, level),
            _ => Section(spot, level),
        };
    }

    private YamlList? List(Spot spot, int level)
    {
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (Node(level + 1) is not { } item) return null;
            items.Add(item);
        }
        return new YamlList(spot, items);
    }

    private YamlSection? Section(Spot spot, int level)
    {
        var members = new List<(YamlScalar Key, YamlNode Value)>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (Node(level + 1) is not { } key || Node(level + 1) is not { } value) return null;
            if (key is YamlScalar name) members.Add((name, value));
            else if (key is not YamlRefused) problems.Add(key.Spot, $"A key is {key.Kind}.", "a word or a few words");
        }
        return new YamlSection(spot, members);
    }

    private static Spot SpotOf(Mark mark) => new(mark.Line, mark.Column);

    private static string Sentence(string message) => message.TrimEnd('.', ' ') + ".";
}
