using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Pipeline.Analyzers;

/// <summary>PPL003, PPL004 and PPL005: private content in exceptions, in logs and on consoles, and out of a door by another way.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContentAnalyzer : DiagnosticAnalyzer
{
    private static readonly HashSet<string> Ways = new(StringComparer.Ordinal) { "Release", "Transform", "Measure" };

    /// <summary>Whatever is handed to these runs later or elsewhere.</summary>
    private static readonly HashSet<string> Elsewhere = new(StringComparer.Ordinal) { "Task", "TaskFactory", "ThreadPool", "Thread", "Timer", "Lazy", "AppDomain", "SynchronizationContext" };

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.InException, Rules.Logged, Rules.HandedOutside];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (PrivacySymbols.Of(start.Compilation) is { } symbols) start.RegisterOperationBlockAction(block => new Body(block, symbols).Check());
        });
    }

    private sealed class Body(OperationBlockAnalysisContext block, PrivacySymbols symbols)
    {
        private readonly IMethodSymbol? method = block.OwningSymbol as IMethodSymbol;
        private readonly PrivateContent content = new(symbols, block.OperationBlocks, block.OwningSymbol as IMethodSymbol);
        private readonly bool isDoor = symbols.IsDoor(block.OwningSymbol.ContainingType);

        public void Check()
        {
            foreach (var operation in block.OperationBlocks.SelectMany(own => own.DescendantsAndSelf())) Check(operation);
        }

        private void Check(IOperation operation)
        {
            switch (operation)
            {
                case IObjectCreationOperation made when PrivacySymbols.Inherits(made.Type, symbols.Exception) || PrivacySymbols.Same(made.Type, symbols.Problem):
                    if (made.Arguments.FirstOrDefault(argument => content.Holds(argument.Value)) is { } told) Report(Rules.InException, told.Value, made.Type!.Name);
                    break;
                case IObjectCreationOperation made when isDoor && Elsewhere.Contains(made.Type?.Name ?? ""):
                    Delegates(made.Arguments, made.Type!.Name);
                    break;
                case IInvocationOperation call when IsRead(call):
                    if (call.Arguments.FirstOrDefault(argument => content.Holds(argument.Value) || symbols.IsSealed(Unconverted(argument.Value).Type)) is { } read) Report(Rules.Logged, read.Value, $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}");
                    break;
                case IInvocationOperation call when isDoor && Elsewhere.Contains(call.TargetMethod.ContainingType?.Name ?? ""):
                    Delegates(call.Arguments, $"{call.TargetMethod.ContainingType!.Name}.{call.TargetMethod.Name}");
                    break;
                case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call when isDoor && ComesFromOutside(call.Instance):
                    if (call.Arguments.FirstOrDefault(argument => content.Holds(argument.Value)) is { } given) Report(Rules.HandedOutside, given.Value, "a function that came from outside");
                    break;
                case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } target } set when isDoor && IsKept(target) && content.Holds(set.Value):
                    Report(Rules.HandedOutside, set.Value, $"'{target.Member.Name}', which is kept");
                    break;
                case IEventAssignmentOperation set when isDoor && PrivateContent.Lambda(set.HandlerValue) is { } handler && content.Captures(handler):
                    Report(Rules.HandedOutside, set.HandlerValue, "an event's handler");
                    break;
                case IReturnOperation { ReturnedValue: { } value } when isDoor && IsBackDoor() && InBody(operation) && content.Holds(value):
                    Report(Rules.HandedOutside, value, $"the result of '{block.OwningSymbol.Name}'");
                    break;
            }
        }

        private void Delegates(ImmutableArray<IArgumentOperation> arguments, string to)
        {
            if (arguments.FirstOrDefault(argument => PrivateContent.Lambda(argument.Value) is { } lambda && content.Captures(lambda)) is { } captured)
                Report(Rules.HandedOutside, captured.Value, $"a function handed to {to}");
        }

        /// <summary>What a person reads: consoles, logs, traces, progress.</summary>
        private static bool IsRead(IInvocationOperation call)
        {
            var type = call.TargetMethod.ContainingType;
            var space = type?.ContainingNamespace?.ToDisplayString() ?? "";
            // Console.Out and Console.Error are plain writers.
            if (call.Instance is IPropertyReferenceOperation { Property.ContainingType: { Name: "Console" } }) return true;
            return type is { Name: "Console" or "Debug" or "Trace" or "AnsiConsole" or "EventSource" or "ILogger" or "Logger" or "IAnsiConsole" }
                || space.StartsWith("NLog", StringComparison.Ordinal) || space.StartsWith("Microsoft.Extensions.Logging", StringComparison.Ordinal)
                || (type is { Name: "IProgress" or "Progress" } && call.TargetMethod.Name == "Report");
        }

        /// <summary>A field, a property or a parameter of a member that others call: somebody else wrote what runs there.</summary>
        private bool ComesFromOutside(IOperation? function) => Unconverted(function!) switch
        {
            IFieldReferenceOperation or IPropertyReferenceOperation => true,
            IParameterReferenceOperation parameter => parameter.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor }
                || (PrivacySymbols.Same(parameter.Parameter.ContainingSymbol, method) && method!.DeclaredAccessibility != Accessibility.Private),
            _ => false,
        };

        /// <summary>Fields and properties of the door or of statics outlive the run; those of something the body made do not.</summary>
        private static bool IsKept(IMemberReferenceOperation target) => target.Instance is null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };

        /// <summary>A member that others can call and that is none of the three ways, nor the opening itself. What only heirs can call stays within doors.</summary>
        private bool IsBackDoor() => method is { DeclaredAccessibility: Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal, MethodKind: MethodKind.Ordinary or MethodKind.PropertyGet }
            && !Ways.Contains(method.Name) && !symbols.Opens(method) && method.ContainingType.DeclaredAccessibility != Accessibility.Private;

        /// <summary>Not in a lambda or a local function.</summary>
        private static bool InBody(IOperation operation)
        {
            for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
                if (outer is IAnonymousFunctionOperation or ILocalFunctionOperation) return false;
            return true;
        }

        private static IOperation Unconverted(IOperation operation) => operation is IConversionOperation conversion ? Unconverted(conversion.Operand) : operation;

        private void Report(DiagnosticDescriptor rule, IOperation at, string where) =>
            block.ReportDiagnostic(Diagnostic.Create(rule, at.Syntax.GetLocation(), where));
    }
}
