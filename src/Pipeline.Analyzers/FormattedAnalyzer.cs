using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Pipeline.Analyzers;

/// <summary>
/// PPL002: private values and records are never made into text, though their own words for themselves tell nothing: whoever does
/// it meant to show what is inside.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FormattedAnalyzer : DiagnosticAnalyzer
{
    private static readonly HashSet<string> Formatting = new(StringComparer.Ordinal) { "Format", "Concat", "Join", "Append", "AppendLine", "AppendFormat", "Serialize", "SerializeAsync", "SerializeToUtf8Bytes", "SerializeToNode", "SerializeToElement" };

    private static readonly HashSet<string> Formatters = new(StringComparer.Ordinal) { "String", "StringBuilder", "JsonSerializer" };

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.Formatted];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (PrivacySymbols.Of(start.Compilation) is not { } symbols) return;
            bool IsPrivate(ITypeSymbol? type) => symbols.IsSealed(type) || symbols.IsContent(type);
            start.RegisterOperationAction(found => Check(found, IsPrivate, ((IInterpolationOperation)found.Operation).Expression), OperationKind.Interpolation);
            start.RegisterOperationAction(found =>
            {
                var sum = (IBinaryOperation)found.Operation;
                if (sum.OperatorKind != BinaryOperatorKind.Add || sum.Type?.SpecialType != SpecialType.System_String) return;
                Check(found, IsPrivate, sum.LeftOperand);
                Check(found, IsPrivate, sum.RightOperand);
            }, OperationKind.Binary);
            start.RegisterOperationAction(found =>
            {
                var call = (IInvocationOperation)found.Operation;
                if (call.TargetMethod is { Name: "ToString", Parameters.Length: 0 }) Check(found, IsPrivate, call.Instance);
                if (!Formatters.Contains(call.TargetMethod.ContainingType?.Name ?? "") || !Formatting.Contains(call.TargetMethod.Name)) return;
                foreach (var argument in call.Arguments)
                    foreach (var value in argument.Value is IArrayCreationOperation { Initializer: { } several } ? several.ElementValues : ImmutableArray.Create(argument.Value))
                        Check(found, IsPrivate, value);
            }, OperationKind.Invocation);
        });
    }

    private static void Check(OperationAnalysisContext found, Func<ITypeSymbol?, bool> isPrivate, IOperation? value)
    {
        while (value is IConversionOperation conversion) value = conversion.Operand;
        if (value is not null && isPrivate(value.Type)) found.ReportDiagnostic(Diagnostic.Create(Rules.Formatted, value.Syntax.GetLocation(), value.Type!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
    }
}
