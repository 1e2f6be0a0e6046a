using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Pipeline.Analyzers;

/// <summary>PPL001 and PPL007: private values open in mechanisms, transformations and audits, and by their own door.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OpenedOutsideAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.OpenedOutside, Rules.Forced];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (PrivacySymbols.Of(start.Compilation) is not { } symbols) return;
            start.RegisterOperationAction(found => Opened(found, symbols, ((IInvocationOperation)found.Operation).TargetMethod), OperationKind.Invocation);
            start.RegisterOperationAction(found => Opened(found, symbols, ((IMethodReferenceOperation)found.Operation).Method), OperationKind.MethodReference);
            start.RegisterOperationAction(found => Reflected(found, symbols), OperationKind.TypeOf);
            start.RegisterOperationAction(found => Reinterpreted(found, symbols), OperationKind.Invocation);
            start.RegisterOperationAction(found => MadeDynamic(found, symbols), OperationKind.Conversion);
            start.RegisterSymbolAction(found => Accessor(found, symbols), SymbolKind.Method);
        });
    }

    private static void Opened(OperationAnalysisContext found, PrivacySymbols symbols, IMethodSymbol method)
    {
        var type = found.ContainingSymbol.ContainingType;
        if (!symbols.Opens(method) || symbols.IsDoor(type) || symbols.Keepers.Contains(type?.OriginalDefinition!)) return;
        found.ReportDiagnostic(Diagnostic.Create(Rules.OpenedOutside, found.Operation.Syntax.GetLocation(), type?.Name));
    }

    private static void Reflected(OperationAnalysisContext found, PrivacySymbols symbols)
    {
        if (symbols.IsSealed(((ITypeOfOperation)found.Operation).TypeOperand)) Report(found, "Reflection over Private<T>");
    }

    private static void Reinterpreted(OperationAnalysisContext found, PrivacySymbols symbols)
    {
        var call = (IInvocationOperation)found.Operation;
        if (call.TargetMethod.ContainingType is { Name: "Unsafe" or "MemoryMarshal" } && (call.TargetMethod.TypeArguments.Any(symbols.IsSealed) || call.Arguments.Any(argument => symbols.IsSealed(Unconverted(argument.Value)?.Type))))
            Report(found, call.TargetMethod.ContainingType.Name + "." + call.TargetMethod.Name);
        // value.GetType().GetField("value") and its like.
        if (call.TargetMethod.Name == nameof(GetType) && symbols.IsSealed(Unconverted(call.Instance)?.Type)) Report(found, "Reflection over Private<T>");
    }

    private static void MadeDynamic(OperationAnalysisContext found, PrivacySymbols symbols)
    {
        var conversion = (IConversionOperation)found.Operation;
        if (conversion.Type?.TypeKind == TypeKind.Dynamic && symbols.IsSealed(conversion.Operand.Type)) Report(found, "A conversion to dynamic");
    }

    private static void Accessor(SymbolAnalysisContext found, PrivacySymbols symbols)
    {
        var method = (IMethodSymbol)found.Symbol;
        if (method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "UnsafeAccessorAttribute") && method.Parameters.Any(parameter => symbols.IsSealed(parameter.Type)))
            found.ReportDiagnostic(Diagnostic.Create(Rules.Forced, method.Locations[0], "An unsafe accessor"));
    }

    private static IOperation? Unconverted(IOperation? operation) => operation is IConversionOperation conversion ? Unconverted(conversion.Operand) : operation;

    private static void Report(OperationAnalysisContext found, string how) =>
        found.ReportDiagnostic(Diagnostic.Create(Rules.Forced, found.Operation.Syntax.GetLocation(), how));
}
