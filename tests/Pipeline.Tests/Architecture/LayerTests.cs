using System.Reflection;
using System.Xml.Linq;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Architecture;

/// <summary>The dependency law of the design, read off project files and compiled assemblies.</summary>
public sealed class LayerTests
{
    private static readonly string[] Siblings = ["Pipeline.Attestation", "Pipeline.Audits", "Pipeline.Data", "Pipeline.Files", "Pipeline.Formal", "Pipeline.Reports", "Pipeline.Synthesis"];

    private static readonly Assembly[] Product =
        [typeof(Gate).Assembly, .. Siblings.Select(Assembly.Load), Assembly.Load("pipeline")];

    private static XDocument Project(string name) => XDocument.Load(Fixtures.Shipped("src", name, name + ".csproj"));

    private static IEnumerable<string> References(string name) =>
        Project(name).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    [Fact]
    public void Core_references_nothing_but_the_framework()
    {
        Assert.Empty(Project("Pipeline.Core").Descendants("PackageReference"));
        Assert.Empty(References("Pipeline.Core"));
    }

    [Fact]
    public void Siblings_see_core_alone() =>
        Assert.All(Siblings, sibling => Assert.Equal(["Pipeline.Core"], References(sibling)));

    [Fact]
    public void Every_project_under_src_has_its_place_in_the_law() =>
        Assert.Equal(
            Siblings.Append("Pipeline.Analyzers").Append("Pipeline.Core").Append("Pipeline.Cli").Order(),
            Directory.GetDirectories(Fixtures.Shipped("src")).Select(Path.GetFileName).Order());

    [Fact]
    public void Nobody_is_given_the_internals_of_core() =>
        Assert.DoesNotContain(typeof(Gate).Assembly.GetCustomAttributesData(),
            attribute => attribute.AttributeType.Name == "InternalsVisibleToAttribute");

    private static IEnumerable<Type> Types(string assembly) => Assembly.Load(assembly).GetTypes();

    private static bool Inherits(Type type, Type ancestor)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
            if ((current.IsGenericType ? current.GetGenericTypeDefinition() : current) == ancestor) return true;
        return false;
    }

    [Fact]
    public void Law_1_mechanisms_and_their_transformations_live_in_one_folder()
    {
        var doors = Siblings.Append("pipeline").SelectMany(Types)
            .Where(type => Inherits(type, typeof(Mechanism<>)) || Inherits(type, typeof(PrivateTransformation<,>))).ToList();
        Assert.NotEmpty(doors);
        Assert.All(doors, type => Assert.Equal("Pipeline.Synthesis.Mechanisms", type.Namespace));
        Assert.All(doors, type => Assert.True(type.IsSealed, type.FullName));
    }

    [Fact]
    public void Law_1_what_reads_private_texts_for_the_mechanism_lives_beside_it_and_takes_no_function_of_a_stranger()
    {
        var readers = Product.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsClass && typeof(Pipeline.Synthesis.Features.ITextFeatures).IsAssignableFrom(type)).ToList();
        Assert.NotEmpty(readers);
        Assert.All(readers, type => Assert.True(type is { IsSealed: true, Namespace: "Pipeline.Synthesis.Features" }, type.FullName));
        var doors = Types("Pipeline.Synthesis").Where(type => Inherits(type, typeof(Mechanism<>)) || Inherits(type, typeof(PrivateTransformation<,>))).Concat(readers);
        Assert.DoesNotContain(doors.SelectMany(type => type.GetConstructors()).SelectMany(constructor => constructor.GetParameters()),
            parameter => typeof(Delegate).IsAssignableFrom(parameter.ParameterType));
    }

    [Fact]
    public void Law_9_what_runs_without_a_receipt_takes_made_up_data_alone()
    {
        foreach (var shadow in (Type[])[typeof(Pipeline.Synthesis.Mechanisms.ShadowPath), typeof(Pipeline.Synthesis.Mechanisms.ShadowStyle)])
        {
            var run = shadow.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Single();
            Assert.Equal(typeof(MadeUp<>), run.GetParameters()[0].ParameterType.GetGenericTypeDefinition());
            Assert.False(run.ReturnType.IsGenericType && run.ReturnType.GetGenericTypeDefinition() == typeof(Noisy<>), "A shadow proves nothing.");
        }
        Assert.All((Type[])[typeof(MadeUp<string>), typeof(Noisy<string>)], type => Assert.Empty(type.GetConstructors()));
        // Nothing that makes data up takes a text, a number with digits to hide in beside a length, or a record.
        Assert.All(typeof(MadeUp).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).SelectMany(method => method.GetParameters()),
            parameter => Assert.True(parameter.ParameterType == typeof(int) || parameter.ParameterType == typeof(MadeUpVoice) || parameter.ParameterType == typeof(IReadOnlyList<MadeUpUnits>), parameter.Name));
    }

    [Fact]
    public void Law_8_the_product_has_one_noisy_sum() =>
        Assert.Equal([typeof(Pipeline.Synthesis.Mechanisms.GridGaussian)],
            Product.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsClass && typeof(Pipeline.Synthesis.Mechanisms.INoisySum).IsAssignableFrom(type)));

    [Fact]
    public void Law_1_audits_live_in_the_audits_project_alone()
    {
        var audits = Siblings.Append("pipeline").SelectMany(Types).Where(type => Inherits(type, typeof(Audit))).ToList();
        Assert.NotEmpty(audits);
        Assert.All(audits, type => Assert.Equal("Pipeline.Audits", type.Assembly.GetName().Name));
    }

    [Fact]
    public void Law_1_no_signature_of_synthesis_outside_mechanisms_takes_private_text()
    {
        var offenders =
            from type in Types("Pipeline.Synthesis")
            where type.Namespace != "Pipeline.Synthesis.Mechanisms" && type.DeclaringType?.Namespace != "Pipeline.Synthesis.Mechanisms"
            from member in type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where MentionsPrivate(member)
            select $"{type.FullName}.{member.Name}";
        Assert.Empty(offenders);

        static bool MentionsPrivate(MemberInfo member) => member switch
        {
            MethodBase method => method.GetParameters().Any(parameter => IsPrivate(parameter.ParameterType))
                || (method is MethodInfo returning && IsPrivate(returning.ReturnType)),
            FieldInfo field => IsPrivate(field.FieldType),
            PropertyInfo property => IsPrivate(property.PropertyType),
            _ => false,
        };
    }

    /// <summary>What is made up holds nothing private: only Core makes it, of numbers and constants.</summary>
    private static bool IsPrivate(Type type) => !(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(MadeUp<>)) && (
        (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Private<>))
        || type == typeof(Pipeline.Core.Corpora.Corpus) || type == typeof(Pipeline.Core.Corpora.SourceRecord)
        || type == typeof(Pipeline.Core.Corpora.RecordStream)
        || (type.IsGenericType && type.GetGenericArguments().Any(IsPrivate))
        || (type.HasElementType && IsPrivate(type.GetElementType()!)));

    [Fact]
    public void Law_7_only_the_command_line_logs_and_it_cannot_open_a_private_value()
    {
        var loggers = Product.Where(assembly => assembly.GetReferencedAssemblies().Any(name => name.Name == "NLog")).Select(assembly => assembly.GetName().Name);
        Assert.Equal(["pipeline"], loggers);
    }

    [Fact]
    public void Law_2_no_public_member_of_the_product_takes_a_candidate_and_a_path()
    {
        var writers =
            from type in Types("Pipeline.Data")
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Candidate))
            select $"{type.FullName}.{method.Name}";
        Assert.Empty(writers);
        Assert.Empty(typeof(Release).GetConstructors());
        Assert.True(typeof(Release).IsSealed);
    }

    [Fact]
    public void Law_4_no_member_turns_a_guarantee_into_a_finding_or_back()
    {
        var conversions =
            from type in typeof(Gate).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            let takes = method.GetParameters().Select(parameter => parameter.ParameterType).ToList()
            where (method.ReturnType == typeof(Guarantee) && takes.Contains(typeof(Finding)))
                || (method.ReturnType == typeof(Finding) && takes.Contains(typeof(Guarantee)))
            select $"{type.FullName}.{method.Name}";
        Assert.Empty(conversions);
    }

    [Fact]
    public void Classes_of_the_product_are_sealed_unless_they_are_meant_to_be_inherited()
    {
        var open = Product.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }
                && !type.Name.Contains('<', StringComparison.Ordinal)
                && type.Namespace?.StartsWith("Pipeline", StringComparison.Ordinal) == true
                && !Product.SelectMany(assembly => assembly.GetTypes()).Any(other => Inherits(other, type)))
            .Select(type => type.FullName);
        Assert.Empty(open);
    }
}
