using Pipeline.Core.Corpora;

namespace Pipeline.Tests.Audits.Controls;

/// <summary>
/// A word model without smoothing: each word is drawn from what followed the same words in the texts it learned. With three words of context
/// hardly any has two continuations, so it recites.
/// </summary>
internal sealed class WordModel
{
    private const string End = "";
    private const int MostWords = 80;

    private readonly Dictionary<string, List<string>> continuations = new(StringComparer.Ordinal);
    private readonly int context;

    public WordModel(IEnumerable<string> texts, int order)
    {
        context = order - 1;
        foreach (var text in texts)
        {
            var words = Enumerable.Repeat(End, context).Concat(text.Split(' ')).Append(End).ToList();
            for (var i = context; i < words.Count; i++)
            {
                var key = Key(words, i);
                if (continuations.TryGetValue(key, out var known)) known.Add(words[i]);
                else continuations.Add(key, [words[i]]);
            }
        }
    }

    /// <summary>Samples texts; a row's label is that of the record at its place, which the model knows nothing of.</summary>
    public LabelledText[] Write(ControlCase source, int rows) =>
        [.. Enumerable.Range(0, rows).Select(i => new LabelledText($"s-{i}", source.Training[i].Label, Sample(source.Random)))];

    private string Sample(Random random)
    {
        var words = Enumerable.Repeat(End, context).ToList();
        while (words.Count < MostWords)
        {
            var next = continuations[Key(words, words.Count)];
            var word = next[random.Next(next.Count)];
            if (word == End) break;
            words.Add(word);
        }
        return string.Join(' ', words.Skip(context));
    }

    private string Key(List<string> words, int before) => string.Join(' ', words.Skip(before - context).Take(context));
}
