using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Synthesis.Refinement;

/// <summary>
/// The substitutions of a text that count: whole words for whole words, tokens that come back the same when the new text is
/// read again, and a text that is still one by the rules every proposal had to pass. The finite set the stop is about.
/// </summary>
internal sealed class Neighbourhood(LanguageModel model, TextEncoder encoder, WordBook words, IReadOnlyList<string> avoid, RefineSettings settings)
{
    /// <summary>The most promising ones, as many as are rated exactly.</summary>
    public IReadOnlyList<(Substitution Change, PlacedText Text)> Of(BasePass pass, PlacedText text)
    {
        var found = new List<(Substitution, PlacedText)>(settings.Rated);
        foreach (var change in Ranking.Of(model.Llama, pass, text, words, settings))
        {
            if (text.With(change, encoder, model) is not { } changed || !Sound(changed, change.At)) continue;
            found.Add((change, changed));
            if (found.Count == settings.Rated) break;
        }
        return found;
    }

    private bool Sound(PlacedText text, int at) =>
        text.Ids[at] != text.Ids[at - 1] && text.Ids[at] != text.Ids[at + 1] // no "the the"
        && SoundText.Holds(text.Text, avoid);
}
