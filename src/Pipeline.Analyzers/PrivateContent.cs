using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Pipeline.Analyzers;

/// <summary>
/// What in one member's body is private content: what was opened, records of a source, and whatever is computed from them other
/// than numbers, truth values and salted names. Every assignment in the body counts, whatever its order, lambdas included; what
/// other members do with their arguments is not looked at.
/// </summary>
internal sealed class PrivateContent
{
    private readonly PrivacySymbols symbols;
    private readonly HashSet<ISymbol> variables = new(SymbolEqualityComparer.Default);

    public PrivateContent(PrivacySymbols symbols, IReadOnlyList<IOperation> blocks, IMethodSymbol? method)
    {
        this.symbols = symbols;
        if (method is { IsOverride: true, Name: "Transform" } && PrivacySymbols.Inherits(method.ContainingType, symbols.Transformation) && method.Parameters.Length > 0)
            variables.Add(method.Parameters[0]);
        var all = blocks.SelectMany(block => block.DescendantsAndSelf()).ToList();
        for (var known = -1; known < variables.Count;)
        {
            known = variables.Count;
            foreach (var operation in all) Learn(operation);
        }
    }

    /// <summary>Whether an expression is private content.</summary>
    public bool Holds(IOperation? operation)
    {
        if (operation is null) return false;
        if (symbols.IsContent(operation.Type)) return true;
        // What is sealed again is safe.
        if (symbols.IsSealed(operation.Type)) return false;
        if (IsNumber(operation.Type) && operation is not IDelegateCreationOperation) return false;
        return operation switch
        {
            ILocalReferenceOperation local => variables.Contains(local.Local),
            IParameterReferenceOperation parameter => variables.Contains(parameter.Parameter),
            IInvocationOperation call => !IsSaltedName(call.TargetMethod) && (symbols.Opens(call.TargetMethod) || Holds(call.Instance) || call.Arguments.Any(argument => Holds(argument.Value))),
            IMemberReferenceOperation member => Holds(member.Instance),
            IArrayElementReferenceOperation element => Holds(element.ArrayReference),
            IConversionOperation conversion => Holds(conversion.Operand),
            IObjectCreationOperation made => made.Arguments.Any(argument => Holds(argument.Value)) || Holds(made.Initializer),
            IObjectOrCollectionInitializerOperation initializer => initializer.Initializers.Any(part => Holds(part is ISimpleAssignmentOperation set ? set.Value : part)),
            IInterpolatedStringOperation text => text.Parts.OfType<IInterpolationOperation>().Any(part => Holds(part.Expression)),
            IConditionalOperation choice => Holds(choice.WhenTrue) || Holds(choice.WhenFalse),
            ISwitchExpressionOperation choice => choice.Arms.Any(arm => Holds(arm.Value)),
            // What a lambda holds is what it captures; a delegate is as private as that.
            IAnonymousFunctionOperation lambda => Captures(lambda),
            IDelegateCreationOperation made => Holds(made.Target),
            INameOfOperation or ITypeOfOperation or ILiteralOperation or IDefaultValueOperation or IInstanceReferenceOperation => false,
            _ => operation.ChildOperations.Any(Holds),
        };
    }

    /// <summary>Whether a lambda's body mentions private content that it did not make or get itself.</summary>
    public bool Captures(IAnonymousFunctionOperation lambda)
    {
        var own = new HashSet<ISymbol>(lambda.Symbol.Parameters, SymbolEqualityComparer.Default);
        foreach (var made in lambda.Body.Descendants().OfType<IVariableDeclaratorOperation>()) own.Add(made.Symbol);
        return lambda.Body.Descendants().Any(operation => operation switch
        {
            ILocalReferenceOperation local => !own.Contains(local.Local) && (Holds(local) || symbols.IsSealed(local.Type)),
            IParameterReferenceOperation parameter => !own.Contains(parameter.Parameter) && (Holds(parameter) || symbols.IsSealed(parameter.Type)),
            _ => false,
        });
    }

    private void Learn(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation { Initializer.Value: { } value } made when Holds(value): Add(made.Symbol, made.Symbol.Type); break;
            case ISimpleAssignmentOperation set when Holds(set.Value): AddTarget(set.Target); break;
            case ICompoundAssignmentOperation set when Holds(set.Value): AddTarget(set.Target); break;
            case IDeconstructionAssignmentOperation taken when Holds(taken.Value): AddTarget(taken.Target); break;
            case IForEachLoopOperation loop when Holds(loop.Collection):
                foreach (var local in loop.Locals) Add(local, local.Type);
                break;
            case IIsPatternOperation test when Holds(test.Value): AddPattern(test.Pattern); break;
            case ISwitchExpressionOperation choice when Holds(choice.Value):
                foreach (var arm in choice.Arms) AddPattern(arm.Pattern);
                break;
            case IInvocationOperation call when Holds(call.Instance) || call.Arguments.Any(argument => argument.Value is not IDelegateCreationOperation && Holds(argument.Value)):
                // A query over private content hands it to its lambdas; what comes out by reference comes from it.
                foreach (var argument in call.Arguments)
                {
                    if (Lambda(argument.Value) is { } lambda)
                        foreach (var parameter in lambda.Symbol.Parameters) Add(parameter, parameter.Type);
                    if (argument.Parameter?.RefKind is RefKind.Out or RefKind.Ref) AddTarget(argument.Value);
                }
                break;
        }
    }

    public static IAnonymousFunctionOperation? Lambda(IOperation? value) => value switch
    {
        IDelegateCreationOperation made => Lambda(made.Target),
        IConversionOperation conversion => Lambda(conversion.Operand),
        IAnonymousFunctionOperation lambda => lambda,
        _ => null,
    };

    private void AddTarget(IOperation target)
    {
        switch (target)
        {
            case ILocalReferenceOperation local: Add(local.Local, local.Type); break;
            case IParameterReferenceOperation parameter: Add(parameter.Parameter, parameter.Type); break;
            case IDeclarationExpressionOperation made: AddTarget(made.Expression); break;
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements) AddTarget(element);
                break;
            // A part of something was set: all of it counts.
            case IArrayElementReferenceOperation element: AddTarget(element.ArrayReference); break;
            case IPropertyReferenceOperation { Instance: ILocalReferenceOperation local }: Add(local.Local, local.Type); break;
        }
    }

    private void AddPattern(IPatternOperation pattern)
    {
        foreach (var part in pattern.DescendantsAndSelf())
        {
            var found = part switch { IDeclarationPatternOperation declared => declared.DeclaredSymbol, IRecursivePatternOperation recursive => recursive.DeclaredSymbol, IListPatternOperation list => list.DeclaredSymbol, _ => null };
            if (found is ILocalSymbol local) Add(local, local.Type);
        }
    }

    private void Add(ISymbol variable, ITypeSymbol? type)
    {
        if (!IsNumber(type)) variables.Add(variable);
    }

    private bool IsSaltedName(IMethodSymbol method) => PrivacySymbols.Same(method.ContainingType, symbols.RecordNames);

    /// <summary>Numbers, truth values and enumerations tell quantities and not texts; characters are text.</summary>
    private static bool IsNumber(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        return type is not null && (type.TypeKind == TypeKind.Enum || type.SpecialType is SpecialType.System_Void or SpecialType.System_Boolean
            or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Int32 or SpecialType.System_UInt32
            or SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal or SpecialType.System_DateTime
            || type is { Name: "Int128" or "UInt128" or "CancellationToken" or "TimeSpan" or "DateTimeOffset" });
    }
}
