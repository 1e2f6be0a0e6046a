using Pipeline.Core.Plans;

namespace Pipeline.Synthesis.Proposals;

/// <summary>
/// Text that may stand in a prompt. There are two kinds and no third: what the pipeline file says in public, and synthetic texts
/// that matched. Neither can be made from a string, so no private text can become one.
/// </summary>
public abstract class PromptText
{
    private protected PromptText(string text) => Text = text;

    /// <summary>The text.</summary>
    public string Text { get; }
}

/// <summary>A text out of the pipeline file. Made from the plan's own parts alone.</summary>
public sealed class PublicText : PromptText
{
    private PublicText(string text)
        : base(text)
    {
    }

    /// <summary>What kind of text is wanted.</summary>
    public static PublicText KindOf(PublicPlan known) => new(known.Kind);

    /// <summary>First words of texts.</summary>
    public static IReadOnlyList<PublicText> OpeningsOf(PublicPlan known) => [.. known.Openings.Select(opening => new PublicText(opening.TrimEnd()))];

    /// <summary>What texts of a label are about.</summary>
    public static IReadOnlyList<PublicText> TopicsOf(LabelPlan label) => [.. label.About.Select(topic => new PublicText(topic))];

    /// <summary>Public examples of a label; none when the file gives none.</summary>
    public static IReadOnlyList<PublicText> ExamplesOf(PublicPlan known, LabelPlan label) =>
        known.Examples.TryGetValue(label.Name, out var texts) ? [.. texts.Select(text => new PublicText(text))] : [];
}

/// <summary>A synthetic text that matching chose: post-processing of the released target, so it may be shown to the model again.</summary>
public sealed class MatchedText : PromptText
{
    internal MatchedText(Proposal proposal)
        : base(proposal.Text) => Label = proposal.Label;

    /// <summary>Index of its class.</summary>
    public int Label { get; }
}
