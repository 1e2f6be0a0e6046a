using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Pipeline.Analyzers;

namespace Pipeline.Tests.Analyzers;

/// <summary>
/// Runs the rules on a snippet that is compiled as a part of Pipeline.Core, where everything is within reach: what the compiler
/// already forbids to strangers is open to it.
/// </summary>
internal static class AnalyzerBench
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Pipeline.Core;
        global using Pipeline.Core.Corpora;
        global using Pipeline.Core.Evidence;
        global using Pipeline.Core.Inputs;
        global using Pipeline.Core.Privacy;
        global using Pipeline.Core.Releases;
        """;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    private static readonly CSharpCompilation Core = CSharpCompilation.Create("Pipeline.Core",
        Directory.GetFiles(Fixtures.Shipped("src", "Pipeline.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Options, path))
            .Append(CSharpSyntaxTree.ParseText(Usings, Options)),
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll" or "NLog.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));

    /// <summary>Every rule.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> Rules { get; } = Pipeline.Analyzers.Rules.All;

    /// <summary>Identifiers of the rules that a snippet breaks, in order of their places.</summary>
    /// <exception cref="Xunit.Sdk.XunitException">The snippet does not compile.</exception>
    public static IReadOnlyList<string> Broken(string snippet) => [.. Diagnostics(snippet).Select(found => found.Id)];

    /// <summary>What the rules say of a snippet.</summary>
    public static IReadOnlyList<Diagnostic> Diagnostics(string snippet)
    {
        var tree = CSharpSyntaxTree.ParseText(snippet, Options, "snippet.cs");
        var compilation = Core.AddSyntaxTrees(tree);
        var model = compilation.GetSemanticModel(tree);
        Assert.Empty(model.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error));
        ImmutableArray<DiagnosticAnalyzer> analyzers = [new OpenedOutsideAnalyzer(), new FormattedAnalyzer(), new ContentAnalyzer(), new WritingAnalyzer()];
        var analysed = compilation.WithAnalyzers(analyzers);
        // Actions at the start of a compilation run here too; only this file's operations are visited.
        var found = analysed.GetAnalyzerSemanticDiagnosticsAsync(model, null, CancellationToken.None).GetAwaiter().GetResult();
        return [.. found.Where(own => own.Id.StartsWith("PPL", StringComparison.Ordinal)).OrderBy(own => own.Location.SourceSpan.Start)];
    }
}
