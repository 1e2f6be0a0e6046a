using System.Reflection;
using Mono.Cecil;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Architecture;

/// <summary>Only one folder of the product can reach the network, and it pulls models: read off the compiled code, method by method.</summary>
public sealed class NetworkTests
{
    private const string Door = "Pipeline.Cli.Pulling";

    private static readonly string[] Product =
        [.. new[] { typeof(Gate).Assembly }.Concat(new[] { "Pipeline.Attestation", "Pipeline.Audits", "Pipeline.Data", "Pipeline.Files", "Pipeline.Formal", "Pipeline.Reports", "Pipeline.Synthesis", "pipeline" }.Select(Assembly.Load)).Select(assembly => assembly.Location)];

    [Fact]
    public void Only_the_folder_that_pulls_models_mentions_the_network()
    {
        var users = Product.SelectMany(UsersOfTheNetwork).Distinct().ToList();
        // If the door itself is not found, the search is blind and proves nothing.
        Assert.Contains(Door, users);
        Assert.Equal([Door], users);
    }

    [Fact]
    public void The_folder_that_pulls_models_knows_nothing_of_sources_synthesis_or_audits()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(Product[^1]);
        var known = assembly.MainModule.GetTypes().Where(type => NamespaceOf(type) == Door).SelectMany(Mentions)
            .Select(type => type.Scope.Name).Where(name => name.StartsWith("Pipeline.", StringComparison.Ordinal)).Distinct().ToList();
        Assert.Equal(["Pipeline.Core"], known);
        var kept = assembly.MainModule.GetTypes().Where(type => NamespaceOf(type) == Door).SelectMany(Mentions)
            .Where(type => type.Scope.Name == "Pipeline.Core").Select(type => type.Namespace).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["Pipeline.Core", "Pipeline.Core.Inputs"], kept);
    }

    private static IEnumerable<string> UsersOfTheNetwork(string path)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(path);
        return [.. assembly.MainModule.GetTypes().Where(type => Mentions(type).Any(IsNetwork)).Select(NamespaceOf)];
    }

    /// <summary>All of the framework's network but the words for addresses and status codes.</summary>
    private static bool IsNetwork(TypeReference type) =>
        type.Scope.Name.StartsWith("System.Net.", StringComparison.Ordinal) && type.Scope.Name != "System.Net.Primitives";

    private static string NamespaceOf(TypeDefinition type) => type.DeclaringType is { } outer ? NamespaceOf(outer) : type.Namespace;

    private static IEnumerable<TypeReference> Mentions(TypeDefinition type) =>
        type.Fields.Select(field => field.FieldType)
            .Concat(type.Interfaces.Select(implemented => implemented.InterfaceType))
            .Append(type.BaseType)
            .Concat(type.Methods.SelectMany(Signature))
            .Concat(type.Methods.Where(method => method.HasBody).SelectMany(Body))
            .SelectMany(Parts);

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    private static IEnumerable<TypeReference?> Body(MethodDefinition method) =>
        method.Body.Variables.Select(variable => variable.VariableType)
            .Concat(method.Body.Instructions.SelectMany(instruction => instruction.Operand switch
            {
                TypeReference type => [type],
                MethodReference called => Signature(called).Append(called.DeclaringType).Concat(called is GenericInstanceMethod generic ? generic.GenericArguments : []),
                FieldReference field => [field.FieldType, field.DeclaringType],
                _ => Enumerable.Empty<TypeReference?>(),
            }));

    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Concat(Parts(generic.ElementType)),
        TypeSpecification nested => Parts(nested.ElementType),
        _ => [type],
    };
}
