using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Core.Canaries;

/// <summary>
/// A made-up record that is planted among private ones: words anybody may know in front, and a secret behind that stands nowhere
/// else in the world. A unit of its own.
/// </summary>
/// <param name="Unit">Its unit, and its name.</param>
/// <param name="Label">One of the task's labels.</param>
/// <param name="Prefix">Words like those of the source's texts.</param>
/// <param name="Secret">The improbable words.</param>
public sealed record Canary(string Unit, string Label, string Prefix, IReadOnlyList<string> Secret)
{
    /// <summary>Letters of a secret word.</summary>
    public const int WordLength = 8;

    /// <summary>Sixteen letters without a vowel: four random bits each, and no word of a language.</summary>
    private const string Alphabet = "bcdfghjkmnpqrtvx";

    /// <summary>The whole text.</summary>
    public string Text => With(Secret);

    /// <summary>The same text with another secret: what it could have been.</summary>
    public string With(IEnumerable<string> secret) => $"{Prefix} {string.Join(' ', secret)}";

    /// <summary>A secret that this canary could have had, the same for the same number; nothing can be told from it of the one it has.</summary>
    public IReadOnlyList<string> Alternative(int number)
    {
        var bytes = new byte[Secret.Count * WordLength / 2];
        for (var at = 0; at < bytes.Length; at += SHA256.HashSizeInBytes)
            SHA256.HashData(Encoding.UTF8.GetBytes($"{Unit} {number} {at}")).AsSpan(0, Math.Min(SHA256.HashSizeInBytes, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
        return Words(bytes);
    }

    /// <summary>Random bytes as secret words, four bytes a word: every word is as likely as every other.</summary>
    public static IReadOnlyList<string> Words(ReadOnlySpan<byte> random)
    {
        var words = new string[random.Length / (WordLength / 2)];
        Span<char> word = stackalloc char[WordLength];
        for (var i = 0; i < words.Length; i++)
        {
            for (var j = 0; j < WordLength; j++) word[j] = Alphabet[(random[i * WordLength / 2 + j / 2] >> (j % 2 * 4)) & 15];
            words[i] = word.ToString();
        }
        return words;
    }

    /// <summary>Never the text: a secret that is printed is one no more.</summary>
    public override string ToString() => "canary";
}
