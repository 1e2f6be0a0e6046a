using Pipeline.Audits.Membership;
using Pipeline.Audits.Text;
using Pipeline.Core.Canaries;
using Pipeline.Core.Releases;

namespace Pipeline.Audits.Planted;

/// <summary>
/// What the synthetic texts alone say of each canary (Meeus et al., "The Canary's Echo", 2025): how likely it is under word models
/// of the texts, how exposed its secret is among others it could have had, and how much of it the texts hold.
/// </summary>
internal sealed class CanaryTraces
{
    /// <summary>Place of the exposure among <see cref="Scores"/>.</summary>
    public const int ExposureScore = 2;

    /// <summary>Secrets that a canary is compared with.</summary>
    private const int Alternatives = 255;

    /// <summary>Characters in a row that the model of exposure learns.</summary>
    private const int CharacterOrder = 4;

    private readonly NGramModel bigrams, trigrams, characters;
    private readonly HashSet<string> words;

    public CanaryTraces(Candidate candidate)
    {
        var texts = candidate.Rows.Select(row => TextNormaliser.Full(row.Text)).ToList();
        var lines = texts.ConvertAll(RecordText.WordsOf);
        (bigrams, trigrams) = (new NGramModel(lines, 2, 1), new NGramModel(lines, 3, 1));
        characters = new NGramModel(texts.ConvertAll(Characters), CharacterOrder, 1);
        words = [.. lines.SelectMany(line => line)];
    }

    /// <summary>How many bits the secret stands out among <see cref="Alternatives"/> others, by a character model; ties count against exposure, or nothing would be unexposed.</summary>
    public double Exposure(Canary canary)
    {
        double Surprise(IEnumerable<string> secret) => -characters.LogLikelihood(Characters(string.Join(' ', secret)));
        var others = Enumerable.Range(0, Alternatives).Select(number => Surprise(canary.Alternative(number))).ToList();
        var exposure = Statistics.Exposure.Of(Surprise(canary.Secret), others);
        return exposure.At(exposure.WorstRank);
    }

    /// <summary>Every score there is, each to be tried on its own; a higher one says that the canary was put in.</summary>
    public IEnumerable<double> Scores(Canary canary)
    {
        yield return Excess(bigrams, canary);
        yield return Excess(trigrams, canary);
        yield return Exposure(canary);
        yield return canary.Secret.Count(words.Contains);
    }

    /// <summary>The canary's likelihood over that of the same text with another secret: what its beginning is worth is nothing.</summary>
    private static double Excess(NGramModel model, Canary canary) => Likelihood(model, canary.Text) - Likelihood(model, canary.With(canary.Alternative(0)));

    private static double Likelihood(NGramModel model, string text) => model.MeanLogLikelihood(RecordText.WordsOf(TextNormaliser.Full(text)));

    private static string[] Characters(string text) => [.. text.EnumerateRunes().Select(rune => rune.ToString())];
}
