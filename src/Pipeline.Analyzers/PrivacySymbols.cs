using Microsoft.CodeAnalysis;

namespace Pipeline.Analyzers;

/// <summary>The product's types that the rules are about, as one compilation sees them.</summary>
internal sealed class PrivacySymbols
{
    private const string Privacy = "Pipeline.Core.Privacy.", Corpora = "Pipeline.Core.Corpora.";

    private readonly HashSet<ISymbol> doors, contents;

    private PrivacySymbols(Compilation compilation, INamedTypeSymbol sealedValue)
    {
        Sealed = sealedValue;
        Transformation = compilation.GetTypeByMetadataName(Privacy + "PrivateTransformation`2");
        doors = Set(compilation.GetTypeByMetadataName(Privacy + "Mechanism`1"), Transformation, compilation.GetTypeByMetadataName("Pipeline.Core.Evidence.Audit"));
        // Core's own: what seals, and what divides sealed values into sealed parts.
        Keepers = Set(sealedValue, compilation.GetTypeByMetadataName(Privacy + "Private"), compilation.GetTypeByMetadataName(Privacy + "UnitPartition"));
        contents = Set(compilation.GetTypeByMetadataName(Corpora + "Corpus"), compilation.GetTypeByMetadataName(Corpora + "SourceRecord"), compilation.GetTypeByMetadataName(Corpora + "RecordStream"));
        Exception = compilation.GetTypeByMetadataName("System.Exception");
        Problem = compilation.GetTypeByMetadataName("Pipeline.Core.Inputs.Problem");
        RecordNames = compilation.GetTypeByMetadataName("Pipeline.Core.Evidence.RecordNames");
    }

    /// <summary><c>Private&lt;T&gt;</c>.</summary>
    public INamedTypeSymbol Sealed { get; }

    public INamedTypeSymbol? Transformation { get; }

    public HashSet<ISymbol> Keepers { get; }

    public INamedTypeSymbol? Exception { get; }

    public INamedTypeSymbol? Problem { get; }

    public INamedTypeSymbol? RecordNames { get; }

    /// <summary>The symbols, or null in a compilation that does not know private values.</summary>
    public static PrivacySymbols? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName(Privacy + "Private`1") is { } sealedValue ? new PrivacySymbols(compilation, sealedValue) : null;

    public bool IsSealed(ITypeSymbol? type) => type is INamedTypeSymbol named && Same(named.OriginalDefinition, Sealed);

    /// <summary>Records of a source, alone or in arrays and collections.</summary>
    public bool IsContent(ITypeSymbol? type) => type switch
    {
        null => false,
        IArrayTypeSymbol array => IsContent(array.ElementType),
        INamedTypeSymbol named => contents.Contains(named.OriginalDefinition) || (!IsSealed(named) && !IsDelegate(named) && named.TypeArguments.Any(IsContent)),
        _ => false,
    };

    /// <summary>Whether code of a type may open private values: a mechanism, transformation or audit, or what is nested in one.</summary>
    public bool IsDoor(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
            for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
                if (doors.Contains(ancestor.OriginalDefinition)) return true;
        return false;
    }

    /// <summary>Whether a method is one of those that open.</summary>
    public bool Opens(IMethodSymbol method) =>
        method.Name == "Open" && method.ContainingType is { } owner && (doors.Contains(owner.OriginalDefinition) || Same(owner.OriginalDefinition, Sealed));

    public static bool Inherits(ITypeSymbol? type, ITypeSymbol? ancestor)
    {
        for (; type is not null && ancestor is not null; type = type.BaseType)
            if (Same(type.OriginalDefinition, ancestor)) return true;
        return false;
    }

    public static bool Same(ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);

    public static bool IsDelegate(ITypeSymbol? type) => type?.TypeKind == TypeKind.Delegate;

    private static HashSet<ISymbol> Set(params ISymbol?[] symbols) => new(symbols.OfType<ISymbol>(), SymbolEqualityComparer.Default);
}
