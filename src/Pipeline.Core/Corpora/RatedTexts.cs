using System.Runtime.InteropServices;

namespace Pipeline.Core.Corpora;

/// <summary>Texts as a language model sees them: how likely each token is after those before it. As private as the texts.</summary>
/// <param name="Texts">For each text its tokens after the first, in order; at least one for every text of two tokens.</param>
public sealed record RatedTexts(TokenRating[][] Texts)
{
    /// <summary>Number of texts.</summary>
    public int Count => Texts.Length;

    /// <summary>Never the content.</summary>
    public override string ToString() => $"{Count} rated texts";
}

/// <summary>A token's place among all that could have stood there.</summary>
/// <param name="LogProbability">ln p of the token, in nats.</param>
/// <param name="Mean">Mean of ln p over the vocabulary, each token weighing as its p.</param>
/// <param name="Deviation">Standard deviation of ln p likewise.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TokenRating(float LogProbability, float Mean, float Deviation);
