using FluentValidation;
using Pipeline.Core.Plans;
using Pipeline.Core.Privacy;
using Pipeline.Files.Reading;

namespace Pipeline.Files.Rules;

/// <summary>What the values of a pipeline file must be, besides those of the suite and the policy it names.</summary>
internal sealed class PipelineRules : AbstractValidator<PipelineFile>
{
    public PipelineRules()
    {
        RuleFor(file => file.Name).IsAName();
        RuleFor(file => file.Source).SetValidator(new SourceRules());
        RuleFor(file => file.Task).SetValidator(new TaskRules());
        RuleFor(file => file.Public).SetValidator(new PublicRules());
        RuleFor(file => file.Privacy).SetValidator(new PrivacyRules());
        RuleFor(file => file.Synthesis).SetValidator(new SynthesisRules());
        RuleFor(file => file.Canaries!).SetValidator(new CanaryRules()).When(file => file.Canaries is not null);
        RuleFor(file => file.Privacy.Neighbours).Equal(Neighbours.AddOrRemoveOneUnit).When(file => file.Canaries is not null)
            .Says("A canary is put in or left out, which this relation says nothing about.", "add-or-remove-one-unit, or no canaries", dependsOn: "Canaries");
        RuleFor(file => file.Schedule!).SetValidator(new ScheduleRules()).When(file => file.Schedule is not null);

        RuleFor(file => file.Privacy.RecordsPerUnit).Equal(1).When(file => file.Source.Unit is null)
            .Says("Without a unit column every record is a unit of its own, so it has one record.", "1, or the key 'unit' in 'source'", dependsOn: "Source.Unit");
        RuleFor(file => file.Synthesis.Texts).Must((file, texts) => texts >= file.Task.Labels.Count)
            .Says("There are fewer texts than labels.", "at least one text for each label", dependsOn: "Task.Labels");
        RuleFor(file => file.Privacy.StyleShare).Null().When(file => file.Public.Style is not null)
            .Says("The style is stated in 'public' and would be measured as well.", "either a style note or a style share", dependsOn: "Public.Style");
        RuleFor(file => file.Privacy.StyleShare).Null().When(file => IsPublicOnly(file.Synthesis.Method))
            .Says("This method spends nothing on private text, so no style can be measured.", "no style share, or another method", dependsOn: "Synthesis.Method");
        RuleFor(file => file.Synthesis.Rounds).Equal(1).When(file => IsPublicOnly(file.Synthesis.Method))
            .Says("Rounds go on from matched texts, and this method does not match.", "1, or the method match", dependsOn: "Synthesis.Method");
        RuleFor(file => file.Synthesis.Balance).Equal(ClassBalance.Even).When(file => IsPublicOnly(file.Synthesis.Method))
            .Says("This method releases no class sizes to follow.", "even, or the method match", dependsOn: "Synthesis.Method");
        RuleFor(file => file.Public.Examples).Empty().When(file => file.Synthesis.Method == SynthesisMethod.ZeroShot)
            .Says("Zero-shot prompts show no examples.", "no examples, or the method few-shot", dependsOn: "Synthesis.Method");
        RuleFor(file => file.Synthesis.Method).Must((file, _) => file.Task.Labels.All(label => file.Public.Examples.ContainsKey(label.Name))).When(file => file.Synthesis.Method == SynthesisMethod.FewShot)
            .Says("Few-shot prompts show examples, and a label has none.", "'examples' in 'public' with a list of texts for each label", dependsOn: "Public.Examples");
        RuleFor(file => file.Public.Examples).Custom((examples, context) =>
        {
            var labels = context.InstanceToValidate.Task.Labels.Select(label => label.Name).ToList();
            foreach (var (i, name) in examples.Keys.Index().Where(pair => !labels.Contains(pair.Item)))
            {
                context.AddFailure(new FluentValidation.Results.ValidationFailure($"{context.PropertyPath}[{i}]", $"There are examples for {FileProblems.Quoted(name)}, which is no label of the task.")
                {
                    CustomState = new Hint(FileProblems.OneOf(labels), FileProblems.Nearest(name, labels), "Task.Labels"),
                });
            }
        });
        RuleFor(file => file.Release.Purpose!).IsAName().When(file => file.Release.Purpose is not null);
        RuleFor(file => file.Release.Recipient!).IsAName().When(file => file.Release.Recipient is not null);
        RuleFor(file => file.Release.To).Must((file, folder) => folder != file.Source.Path && !File.Exists(folder))
            .Says("There is a file where the releases should go.", "a folder, or a path where nothing is yet", dependsOn: "Source.Path");
    }

    private static bool IsPublicOnly(SynthesisMethod method) => method is SynthesisMethod.ZeroShot or SynthesisMethod.FewShot;
}

/// <summary>What the values of <c>public: style</c> must be.</summary>
internal sealed class StyleRules : AbstractValidator<StyleNote>
{
    public StyleRules()
    {
        RuleFor(style => style.LeastWords).Must(words => words is null or >= 1 and <= 1000).Says("The least number of words is out of range.", "a whole number from 1 to 1000");
        RuleFor(style => style.MostWords).Must(words => words is null or >= 1 and <= 1000).Says("The greatest number of words is out of range.", "a whole number from 1 to 1000");
        RuleFor(style => style.MostWords).Must((style, most) => most >= style.LeastWords).When(style => style is { LeastWords: not null, MostWords: not null })
            .Says("The greatest number of words is below the least.", "at least as many", dependsOn: "Public.Style.LeastWords");
    }
}

/// <summary>What the values of <c>source</c> must be.</summary>
internal sealed class SourceRules : AbstractValidator<SourcePlan>
{
    public SourceRules()
    {
        RuleFor(source => source.Holdout).InclusiveBetween(0, .9).Says("The holdout is out of range.", "a share from 0 to 0.9");
        RuleFor(source => source.Label).NotEqual(source => source.Text).Says("The label is the same column as the text.", "two different columns", dependsOn: "Source.Text");
        RuleFor(source => source.Unit).NotEqual(source => source.Text).When(source => source.Unit is not null)
            .Says("The unit is the same column as the text.", "two different columns", dependsOn: "Source.Text");
        RuleFor(source => source.Encoding).Must(encoding => encoding is null || encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase)).When(source => source.Format is PlannedFormat.Parquet or PlannedFormat.JsonLines)
            .Says("A file of this format is always UTF-8.", "no other encoding to be stated", dependsOn: "Source.Format");
    }
}

/// <summary>What the values of <c>task</c> must be.</summary>
internal sealed class TaskRules : AbstractValidator<TaskPlan>
{
    public TaskRules()
    {
        RuleFor(task => task.Template).Must(template => template.Split(TaskPlan.Slot).Length == 2)
            .Says("The template does not hold {text} exactly once.", "words such as \"{text} This ticket is about\"");
        RuleFor(task => task.Template).Must(template => template.TrimEnd().Length == template.Length)
            .Says("The template ends in white space; the tokens of the labels begin with it.", "no white space at the end");
        RuleFor(task => task.Labels).Must(labels => labels.Count is >= 2 and <= 1000).Says("The number of labels is out of range.", "2 to 1000 labels");
        RuleFor(task => task.Labels).Custom((labels, context) =>
        {
            foreach (var (i, label) in labels.Index())
            {
                var first = labels.Take(i).FirstOrDefault(other => other.Token == label.Token);
                if (first is null) continue;
                context.AddFailure(new FluentValidation.Results.ValidationFailure($"{context.PropertyPath}[{i}].Token",
                    $"The labels '{first.Name}' and '{label.Name}' have the same token, so no model can tell them apart.")
                {
                    CustomState = new Hint("a token of its own for each label"),
                });
            }
        });
        RuleForEach(task => task.Labels).ChildRules(label =>
            label.RuleFor(written => written.About).NotEmpty().Says("The label has no topics.", "a list of topics, such as [ \"a wrong charge on an invoice\" ]"));
    }
}

/// <summary>What the values of <c>public</c> must be.</summary>
internal sealed class PublicRules : AbstractValidator<PublicPlan>
{
    private const string Expected = "at most 50 texts of 1 to 40 characters";

    public PublicRules()
    {
        RuleFor(known => known.Kind).Must(kind => kind.Trim().Length is >= 1 and <= 200).Says("The kind of text is out of range.", "1 to 200 characters, such as \"Customer message to the help desk\"");
        RuleFor(known => known.Openings).Must(Short).Says("The openings are out of range.", Expected);
        RuleFor(known => known.Style!).SetValidator(new StyleRules()).When(known => known.Style is not null);
        RuleFor(known => known.Examples).Must(examples => examples.Values.All(texts => texts.Count is >= 1 and <= 50 && texts.All(text => text.Trim().Length is >= 1 and <= 1000)))
            .Says("The examples are out of range.", "1 to 50 texts of at most 1000 characters for each label");
        RuleFor(known => known.Avoid).Must(Short).Says("The words to avoid are out of range.", Expected);
    }

    private static bool Short(IReadOnlyList<string> texts) => texts.Count <= 50 && texts.All(text => text.Trim().Length is >= 1 and <= 40);
}

/// <summary>What the values of <c>privacy</c> must be.</summary>
internal sealed class PrivacyRules : AbstractValidator<PrivacyPlan>
{
    public PrivacyRules()
    {
        RuleFor(privacy => privacy.Epsilon).Must(epsilon => epsilon is > 0 and <= 100).Says("Epsilon is out of range.", "a number above 0, at most 100");
        RuleFor(privacy => privacy.Delta).Must(delta => delta is >= 1e-18 and <= .1).Says("Delta is out of range.", "a number from 1e-18 to 0.1");
        RuleFor(privacy => privacy.StyleShare).Must(share => share is > 0 and <= .5).When(privacy => privacy.StyleShare is not null).Says("The style share is out of range.", "a share above 0, at most 0.5, such as 5 %");
        RuleFor(privacy => privacy.RecordsPerUnit).InclusiveBetween(1, 1000).Says("The records per unit are out of range.", "a whole number from 1 to 1000");
    }
}

/// <summary>What the values of <c>canaries</c> must be.</summary>
internal sealed class CanaryRules : AbstractValidator<CanaryPlan>
{
    public CanaryRules()
    {
        RuleFor(canaries => canaries.Planted).InclusiveBetween(8, 10_000).Says("The number of canaries is out of range.", "a whole number from 8 to 10000");
        RuleFor(canaries => canaries.Words).InclusiveBetween(1, 50).Says("The number of secret words is out of range.", "a whole number from 1 to 50");
    }
}

/// <summary>What the values of <c>synthesis</c> must be.</summary>
internal sealed class SynthesisRules : AbstractValidator<SynthesisPlan>
{
    public SynthesisRules()
    {
        RuleFor(synthesis => synthesis.Texts).InclusiveBetween(1, 100_000).Says("The number of texts is out of range.", "a whole number from 1 to 100000");
        RuleFor(synthesis => synthesis.Proposals).Must((synthesis, proposals) => proposals >= synthesis.Texts && proposals <= 10_000_000)
            .When(synthesis => synthesis.Proposals is not null)
            .Says("The number of proposals is out of range.", "at least as many as texts, at most 10000000", dependsOn: "Synthesis.Texts");
        RuleFor(synthesis => synthesis.Rounds).InclusiveBetween(1, 10).Says("The number of rounds is out of range.", "a whole number from 1 to 10");
        RuleFor(synthesis => synthesis.Seed).GreaterThanOrEqualTo(0).Says("The seed is negative.", "a whole number from 0 up");
    }
}
