using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Tests.Audits.Controls;

/// <summary>Synthesisers that leak, each in a way of its own. What they leak is fabricated.</summary>
internal static class Leaking
{
    private const string Latin = "aceopxyijs";
    private const string Lookalikes = "асеорхуіјѕ";

    /// <summary>What must see a whole record, however it is disguised.</summary>
    private static readonly string[] Whole =
        ["exact-overlap", "near-duplicates", "ngram-overlap", "common-substring", "pii-replay", "singling-out", "linkability", "inference"];

    /// <summary>What must see that a source was learned by heart, word for word.</summary>
    private static readonly string[] Attacks = ["membership", "membership-model"];

    private const string Canary = "Vault pass q7Zk2LmX9vBt4RwYc8Hn applies.";

    private static readonly string[] Invisible = ["\u200B", "\u00AD", "\u2060"];

    private static readonly Regex Numbers = new("212-[0-9]{3}-[0-9]{4}", RegexOptions.NonBacktracking);

    private static readonly Regex Values = new(@"212-[0-9]{3}-[0-9]{4}|[a-z]+\.[a-z]+@example\.com|Mr\. [A-Z][a-z]+", RegexOptions.NonBacktracking);

    public static IReadOnlyList<Control> All { get; } =
    [
        new("copy", "Copies training records.", source => source.Copies(text => text), [.. Whole, .. Attacks, "semantic-overlap"]),
        new("copy with typos", "Copies training records; one word in six has two letters exchanged.", source => source.Copies(text => Words(text, word => source.Random.Next(6) == 0 ? Typo(source.Random, word) : word)),
            ["ngram-overlap", "linkability", "inference", .. Attacks, "semantic-overlap"]),
        new("homoglyphs", "Copies training records; ten Latin letters are written with Cyrillic ones that look the same.",
            source => source.Copies(text => string.Concat(text.Select(c => Latin.IndexOf(c, StringComparison.Ordinal) is >= 0 and var i ? Lookalikes[i] : c))),
            Whole),
        new("zero-width characters", "Copies training records; behind every third letter stands a character that nobody sees.",
            source => source.Copies(text => string.Concat(text.Select((c, i) => i % 3 == 2 ? c + Invisible[i / 3 % Invisible.Length] : $"{c}"))),
            Whole),
        new("translated digits", "Writes new letters, and into each third one a telephone number of a training record in Arabic-Indic or full-width digits.",
            source => source.Written((i, text) => i % 3 == 0 && Pick(source, Numbers) is { } number ? $"{text.Text} Call {Translated(number, i % 2 == 0 ? '\u0660' : '\uFF10')}." : text.Text),
            "pii-replay"),
        new("sentence shuffle", "Puts each letter together from sentences of training records, in any order.",
            source => [.. source.Written((i, text) => string.Join(' ', Enumerable.Range(0, 3).Select(_ => Sentence(source))))],
            ["ngram-overlap", "common-substring", "pii-replay", .. Attacks]),
        new("one rare record", "Writes new letters, and copies one record of two thousand.",
            source => [.. source.Written((i, text) => i == 40 ? source.Training[1234].Text : text.Text)],
            "ngram-overlap", "common-substring")
        {
            Training = 2000,
        },
        new("canary", "Writes new letters; one of them holds a secret that was planted in one training record.",
            source => Planted(source, Canary, (i, text) => i == 7 ? $"{text} They say q7Zk2LmX9vBt4RwYc8Hn opens it." : text),
            "pii-replay"),
        new("template with real people", "Fills one sentence of each new letter with an e-mail address, a telephone number or a name of a training record.",
            source => source.Written((i, text) => Pick(source, Values) is { } value ? $"{text.Text} Kindly refer to {value} in this matter." : text.Text),
            "pii-replay"),
        new("overfitted model", "A word model of order four (the cheap stand-in for a language model fine-tuned until it remembers) samples from counts of the training records.",
            source => new WordModel(source.Training.Select(record => record.Text), 4).Write(source, ControlCase.Rows),
            ["ngram-overlap", "common-substring", "pii-replay", .. Attacks]),
    ];

    private static string? Pick(ControlCase source, Regex regex)
    {
        var holding = source.Training.Where(record => regex.IsMatch(record.Text)).ToList();
        return holding.Count == 0 ? null : regex.Match(holding[source.Random.Next(holding.Count)].Text).Value;
    }

    private static string Sentence(ControlCase source)
    {
        var sentences = source.Training[source.Random.Next(source.Training.Length)].Text.Split(". ");
        return sentences[source.Random.Next(sentences.Length)].TrimEnd('.') + ".";
    }

    /// <summary>Plants a secret in a training record before anything is made.</summary>
    private static Pipeline.Core.Corpora.LabelledText[] Planted(ControlCase source, string secret, Func<int, string, string> change)
    {
        source.Training[99] = source.Training[99] with { Text = $"{source.Training[99].Text} {secret}" };
        return source.Written((i, text) => change(i, text.Text));
    }

    private static string Words(string text, Func<string, string> change) => string.Join(' ', text.Split(' ').Select(change));

    private static string Typo(Random random, string word)
    {
        if (word.Length < 4) return word;
        var letters = new StringBuilder(word);
        var at = 1 + random.Next(word.Length - 3);
        (letters[at], letters[at + 1]) = (letters[at + 1], letters[at]);
        return letters.ToString();
    }

    private static string Translated(string number, char zero) => string.Concat(number.Select(c => char.IsAsciiDigit(c) ? (char)(zero + c - '0') : c));
}
