using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pipeline.Tests.Architecture;

/// <summary>Compiles a snippet against the product as a stranger's assembly would.</summary>
internal static class Compiler
{
    private static readonly MetadataReference[] References =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Pipeline.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll"))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToArray();

    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using Pipeline.Core;
        using Pipeline.Core.Corpora;
        using Pipeline.Core.Evidence;
        using Pipeline.Core.Policies;
        using Pipeline.Core.Privacy;
        using Pipeline.Core.Privacy.Accounting;
        using Pipeline.Core.Releases;

        """;

    /// <summary>Identifiers of all errors; empty when the snippet compiles.</summary>
    public static IReadOnlyList<string> Errors(string source) =>
        CSharpCompilation.Create("Stranger", [CSharpSyntaxTree.ParseText(Usings + source)], References,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.Id)
            .ToList();
}
