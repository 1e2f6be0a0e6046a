using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Pipeline.Analyzers;

/// <summary>PPL006: where private values are open, nothing is written, sent or started.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WritingAnalyzer : DiagnosticAnalyzer
{
    private static readonly HashSet<string> Writers = new(StringComparer.Ordinal) { "FileStream", "StreamWriter", "BinaryWriter", "Process", "ProcessStartInfo", "FileInfo", "DirectoryInfo", "MemoryMappedFile", "NamedPipeServerStream", "NamedPipeClientStream" };

    private static readonly HashSet<string> Static = new(StringComparer.Ordinal) { "File", "Directory", "Process", "MemoryMappedFile", "RandomAccess" };

    private static readonly HashSet<string> Reading = new(StringComparer.Ordinal) { "Exists", "GetLength", "Read", "ReadAllText", "ReadAllBytes", "ReadAllLines", "ReadLines", "OpenRead", "OpenText", "GetFiles", "EnumerateFiles" };

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.Written];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (PrivacySymbols.Of(start.Compilation) is not { } symbols) return;
            start.RegisterOperationAction(found =>
            {
                var call = (IInvocationOperation)found.Operation;
                if (IsInside(found, symbols) && IsStaticWriter(call.TargetMethod)) Report(found, $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}");
            }, OperationKind.Invocation);
            start.RegisterOperationAction(found =>
            {
                var made = (IObjectCreationOperation)found.Operation;
                if (IsInside(found, symbols) && made.Type is { } type && (Writers.Contains(type.Name) || IsNetwork(type))) Report(found, type.Name);
            }, OperationKind.ObjectCreation);
        });
    }

    /// <summary>Mechanisms, transformations and audits, and what stands beside them to be given what they open.</summary>
    private static bool IsInside(OperationAnalysisContext found, PrivacySymbols symbols)
    {
        var type = found.ContainingSymbol.ContainingType;
        var space = type?.ContainingNamespace?.ToDisplayString() ?? "";
        return symbols.IsDoor(type) || space == "Pipeline.Synthesis.Mechanisms" || space == "Pipeline.Audits" || space.StartsWith("Pipeline.Audits.", StringComparison.Ordinal);
    }

    private static bool IsStaticWriter(IMethodSymbol method) =>
        method.ContainingType is { } type && ((Static.Contains(type.Name) && type.ContainingNamespace?.ToDisplayString() is "System.IO" or "System.Diagnostics" or "System.IO.MemoryMappedFiles" && !Reading.Contains(method.Name))
            || IsNetwork(type) || (type.Name == "Environment" && method.Name == "SetEnvironmentVariable"));

    /// <summary>All of the framework's network but the words for addresses and status codes.</summary>
    private static bool IsNetwork(ITypeSymbol type) => (type.ContainingNamespace?.ToDisplayString() ?? "").StartsWith("System.Net", StringComparison.Ordinal)
        && type.ContainingAssembly?.Name != "System.Net.Primitives";

    private static void Report(OperationAnalysisContext found, string what) =>
        found.ReportDiagnostic(Diagnostic.Create(Rules.Written, found.Operation.Syntax.GetLocation(), what));
}
