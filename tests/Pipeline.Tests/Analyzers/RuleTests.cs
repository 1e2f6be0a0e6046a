namespace Pipeline.Tests.Analyzers;

/// <summary>Each rule finds the example that breaks it and passes the one that keeps it, as they stand on its page; and what else could get round it.</summary>
public sealed class RuleTests
{
    private const string Opened =
        """
        internal sealed class Door(Private<Corpus> corpus, Func<string, int> outside, IProgress<string> progress) : Mechanism<string>
        {
            private string? kept;
            private static object? shared;
            public event EventHandler? Done;
            public override string Name => "door";
            public override PrivacyClaim Claim => null!;
            public string? Kept => kept;
            protected override string Release(CancellationToken cancellation)
            {
                var opened = Open(corpus);
                var text = opened.Records[0].Text;
                BODY
                return "";
            }
            private int Use() => outside("") + (shared is null ? 0 : 1) + (Done is null ? 0 : 1) + (progress is null ? 0 : 1);
            HELPER
        }
        """;

    private static IReadOnlyList<string> InDoor(string body, string helper = "") =>
        AnalyzerBench.Broken(Opened.Replace("BODY", body, StringComparison.Ordinal).Replace("HELPER", helper, StringComparison.Ordinal));

    public static TheoryData<string> Ids() => [.. AnalyzerBench.Rules.Select(rule => rule.Id)];

    /// <summary>The examples of a rule's page.</summary>
    internal static (string Breaking, string Keeping) Examples(string id)
    {
        var page = File.ReadAllText(Fixtures.Shipped("docs", "analyzers", id + ".md"));
        var blocks = page.Split("```csharp\n")[1..].Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)]).ToList();
        Assert.Equal(2, blocks.Count);
        return (blocks[0], blocks[1]);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_of_a_rule_shows_what_breaks_it_and_what_keeps_it(string id)
    {
        var (breaking, keeping) = Examples(id);
        Assert.Equal([id], AnalyzerBench.Broken(breaking).Distinct());
        Assert.Empty(AnalyzerBench.Broken(keeping));
        Assert.StartsWith($"# {id}: {AnalyzerBench.Rules.Single(rule => rule.Id == id).Title}\n", File.ReadAllText(Fixtures.Shipped("docs", "analyzers", id + ".md")), StringComparison.Ordinal);
        Assert.Contains($"[{id}]({id}.md)", File.ReadAllText(Fixtures.Shipped("docs", "analyzers", "README.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PPL003", "throw new FormatException(text);")]
    [InlineData("PPL003", "throw new FormatException($\"bad: {text[..3]}\");")]
    [InlineData("PPL003", "var words = text.Split(' '); foreach (var word in words) throw new ArgumentException(word);")]
    [InlineData("PPL003", "throw new BadInputException(\"source\", string.Join(' ', opened.Records.Select(record => record.Label)));")]
    [InlineData("PPL003", "string late; for (var i = 0; ; i++) { late = i > 0 ? text : \"\"; if (i > 1) throw new FormatException(late); }")]
    [InlineData("PPL003", "if (text is { Length: > 3 } long_) throw new FormatException(long_);")]
    [InlineData("PPL003", "var (first, rest) = (text, 1); throw new FormatException(first + rest);")]
    [InlineData("PPL003", "var box = new object[1]; box[0] = text; throw new FormatException($\"{box[0]}\");")]
    [InlineData("PPL003", "if (new Dictionary<string, string> { [\"a\"] = text }.TryGetValue(\"a\", out var got)) throw new FormatException(got);")]
    [InlineData("PPL003", "throw new FormatException(new string(text.Reverse().ToArray()));")]
    [InlineData("PPL004", "System.Diagnostics.Debug.WriteLine(text);")]
    [InlineData("PPL004", "progress.Report(text);")]
    [InlineData("PPL004", "Console.Out.WriteLine(\"x\"); Console.WriteLine(corpus);")]
    [InlineData("PPL004", "NLog.LogManager.GetLogger(\"x\").Info(text);")]
    [InlineData("PPL004", "NLog.LogManager.GetLogger(\"x\").Info(() => text);")]
    [InlineData("PPL004", "NLog.LogManager.GetLogger(\"x\").Info(() => $\"{opened.Records[0].Id}\");")]
    [InlineData("PPL005", "kept = text;")]
    [InlineData("PPL005", "shared = opened.Records.ToList();")]
    [InlineData("PPL005", "_ = outside(text);")]
    [InlineData("PPL005", "_ = Task.Run(() => text.Length + 1, cancellation);")]
    [InlineData("PPL005", "_ = new Timer(_ => shared = opened, null, 0, 0);")]
    [InlineData("PPL005", "Done += (_, _) => kept = text;")]
    [InlineData("PPL006", "using var file = new FileStream(\"x\", FileMode.Create);")]
    [InlineData("PPL006", "System.Diagnostics.Process.Start(\"x\");")]
    [InlineData("PPL006", "Environment.SetEnvironmentVariable(\"x\", \"y\");")]
    [InlineData("PPL006", "using var client = new System.Net.Http.HttpClient();")]
    [InlineData("PPL002", "_ = \"\" + opened;")]
    [InlineData("PPL002", "_ = corpus.ToString();")]
    [InlineData("PPL002", "_ = System.Text.Json.JsonSerializer.Serialize(opened);")]
    [InlineData("PPL002", "_ = string.Format(\"{0} {1}\", 1, opened.Records[0]);")]
    [InlineData("PPL007", "dynamic open = corpus;")]
    [InlineData("PPL007", "_ = corpus.GetType();")]
    [InlineData("PPL007", "_ = System.Runtime.CompilerServices.Unsafe.As<Private<Corpus>, Tuple<Corpus>>(ref corpus);")]
    public void Finds(string id, string body) => Assert.Contains(id, InDoor(body));

    [Theory]
    [InlineData("internal string First() => Open(corpus).Records[0].Text;")]
    [InlineData("public IEnumerable<string> All() { foreach (var record in Open(corpus).Records) yield return record.Text; }")]
    [InlineData("public Corpus Content => Open(corpus);")]
    [InlineData("internal Func<int> Counter() { var opened = Open(corpus); return () => opened.Records.Count; }")]
    public void Finds_a_back_door(string helper) => Assert.Contains("PPL005", InDoor("", helper));

    [Theory]
    [InlineData("throw new FormatException($\"record 1 of {opened.Records.Count} has {text.Length} characters\");")]
    [InlineData("foreach (var record in opened.Records) if (record.Text.Length > 9) throw new FormatException(\"a long one\");")]
    [InlineData("Console.WriteLine(text.Count(char.IsDigit));")]
    [InlineData("var names = new RecordNames(new byte[16]); Console.WriteLine(names.Of(opened.Records[0].Id));")]
    [InlineData("var lengths = opened.Records.Select(record => record.Text.Length).ToList(); progress.Report($\"{lengths.Count}\");")]
    [InlineData("var local = new List<string>(); local.Add(text); local.ForEach(own => local = []);")]
    [InlineData("_ = Private.Seal(opened); var again = Private.Seal(text);")]
    [InlineData("_ = File.Exists(\"x\");")]
    public void Passes(string body) => Assert.Empty(InDoor(body));

    [Fact]
    public void An_unsafe_accessor_is_found() => Assert.Equal(["PPL007"], AnalyzerBench.Broken(
        """
        internal static class Prying
        {
            [System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Field, Name = "value")]
            public static extern ref Corpus Of(Private<Corpus> corpus);
        }
        """));

    [Fact]
    public void The_sealed_result_of_a_transformation_is_no_leak_and_its_argument_is_content()
    {
        const string Body =
            """
            internal sealed class Shortening : PrivateTransformation<string, string>
            {
                protected override string Transform(string opened, CancellationToken cancellation) => BODY;
            }
            """;
        Assert.Empty(AnalyzerBench.Broken(Body.Replace("BODY", "opened[..1]", StringComparison.Ordinal)));
        Assert.Equal(["PPL003"], AnalyzerBench.Broken(Body.Replace("BODY", "opened.Length > 1 ? \"\" : throw new FormatException(opened)", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_project_of_the_product_is_held_to_the_rules_and_one_file_is_excused_from_one()
    {
        Assert.Contains("Pipeline.Analyzers.csproj\" OutputItemType=\"Analyzer\"", File.ReadAllText(Fixtures.Shipped("src", "Directory.Build.targets")), StringComparison.Ordinal);
        Assert.Contains("<TreatWarningsAsErrors>true", File.ReadAllText(Fixtures.Shipped("Directory.Build.props")), StringComparison.Ordinal);
        Assert.All(AnalyzerBench.Rules, rule => Assert.True(rule is { IsEnabledByDefault: true, DefaultSeverity: Microsoft.CodeAnalysis.DiagnosticSeverity.Warning }));
        var excused = Directory.GetFiles(Fixtures.Shipped("src"), "*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".csproj", StringComparison.Ordinal) || path.EndsWith(".editorconfig", StringComparison.Ordinal) || path.EndsWith(".props", StringComparison.Ordinal))
            .Where(path => !path.Contains("Pipeline.Analyzers", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(path => File.ReadLines(path).Where(line => line.Contains("PPL", StringComparison.Ordinal) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal)).Select(line => $"{Path.GetFileName(path)}: {line.Trim()}"));
        Assert.Equal(["SpilledTexts.cs: #pragma warning disable PPL006"], excused);
    }
}
