using System.Reflection;
using Pipeline.Core.Plans;
using Pipeline.Synthesis.Guidance;
using Pipeline.Synthesis.Mechanisms;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Tests.Architecture;

/// <summary>Nothing private can reach a prompt: what a prompt is made of cannot be made from a string, and doors to private text make none of it.</summary>
public sealed class PromptTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] Synthesis = typeof(Prompt).Assembly.GetTypes();

    [Fact]
    public void A_prompt_is_made_of_public_or_matched_text_and_of_nothing_else()
    {
        Assert.Equal([typeof(MatchedText), typeof(PublicText)], Synthesis.Where(type => type.IsSubclassOf(typeof(PromptText))).OrderBy(type => type.Name, StringComparer.Ordinal));
        Assert.DoesNotContain(typeof(PromptText).GetConstructors(All), constructor => constructor.IsPublic || constructor.IsFamily || constructor.IsFamilyOrAssembly);
        Assert.All(typeof(Prompt).GetConstructors(All), constructor => Assert.True(constructor.IsPrivate));
        var writers = typeof(Prompt).GetMethods(All).Where(method => method.IsStatic && method.ReturnType == typeof(Prompt)).ToList();
        Assert.NotEmpty(writers);
        Assert.All(writers.SelectMany(method => method.GetParameters()), parameter =>
            Assert.True(parameter.ParameterType == typeof(int) || IsPromptText(parameter.ParameterType), $"{parameter.Member.Name}({parameter.ParameterType.Name} {parameter.Name})"));

        static bool IsPromptText(Type type) => typeof(PromptText).IsAssignableFrom(type) || (type.IsGenericType && type.GetGenericArguments().All(IsPromptText));
    }

    [Fact]
    public void Public_text_comes_out_of_the_plan_and_matched_text_out_of_a_proposal()
    {
        Assert.All(typeof(PublicText).GetConstructors(All), constructor => Assert.True(constructor.IsPrivate));
        Assert.All(typeof(PublicText).GetMethods(All).Where(method => method.IsStatic && method.IsPublic).SelectMany(method => method.GetParameters()),
            parameter => Assert.Contains(parameter.ParameterType, new[] { typeof(PublicPlan), typeof(LabelPlan) }));
        Assert.All(typeof(MatchedText).GetConstructors(All), constructor =>
        {
            Assert.False(constructor.IsPublic);
            Assert.Equal([typeof(Proposal)], constructor.GetParameters().Select(parameter => parameter.ParameterType));
        });
    }

    [Fact]
    public void Whoever_writes_texts_is_given_prompts_not_strings() =>
        Assert.All(new[] { typeof(Proposer).GetMethod(nameof(Proposer.Propose))!, typeof(GuidedWriter).GetMethod(nameof(GuidedWriter.Write))! },
            method => Assert.Equal(typeof(IReadOnlyList<Prompt>), method.GetParameters()[0].ParameterType));

    [Fact]
    public void Doors_to_private_text_know_no_prompt_and_no_model()
    {
        Type[] forbidden = [typeof(Prompt), typeof(PromptText), typeof(PublicText), typeof(MatchedText), typeof(PromptBook), typeof(Proposer), typeof(GuidedWriter), typeof(LanguageModel), typeof(Proposal)];
        var mentions =
            from type in Synthesis
            where (type.Namespace == "Pipeline.Synthesis.Mechanisms" || type.DeclaringType?.Namespace == "Pipeline.Synthesis.Mechanisms") && type != typeof(PublicOnly)
            from mentioned in Mentioned(type)
            where forbidden.Contains(mentioned)
            select $"{type.FullName}: {mentioned.Name}";
        Assert.Empty(mentions);
        // The one that hands proposals on is given nothing sealed.
        Assert.DoesNotContain(Mentioned(typeof(PublicOnly)), type => type.Name.StartsWith("Private", StringComparison.Ordinal));
        // The check sees what stands in method bodies: it finds the model where it is used.
        Assert.Contains(typeof(LanguageModel), Mentioned(typeof(Proposer)));
        Assert.Contains(typeof(Proposal), Mentioned(typeof(Proposer)));
    }

    /// <summary>Types in signatures, fields and local variables, and those whose constructors and methods bodies call.</summary>
    private static IEnumerable<Type> Mentioned(Type type)
    {
        foreach (var field in type.GetFields(All)) foreach (var one in Parts(field.FieldType)) yield return one;
        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            foreach (var parameter in method.GetParameters()) foreach (var one in Parts(parameter.ParameterType)) yield return one;
            if (method is MethodInfo returning) foreach (var one in Parts(returning.ReturnType)) yield return one;
            if (method.GetMethodBody() is not { } body) continue;
            foreach (var local in body.LocalVariables) foreach (var one in Parts(local.LocalType)) yield return one;
            var code = body.GetILAsByteArray()!;
            for (var i = 0; i + 4 < code.Length; i++)
            {
                if (code[i] is not (0x28 or 0x6F or 0x73)) continue; // call, callvirt, newobj
                MethodBase? called = null;
                try
                {
                    called = type.Module.ResolveMethod(BitConverter.ToInt32(code, i + 1), type.IsGenericType ? type.GetGenericArguments() : null, method.IsGenericMethod ? method.GetGenericArguments() : null);
                }
                catch (Exception cause) when (cause is ArgumentException or BadImageFormatException or MissingMethodException)
                {
                    // The byte belonged to an operand.
                }
                if (called?.DeclaringType is { } owner) foreach (var one in Parts(owner)) yield return one;
            }
        }
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition()) : [type];
}
