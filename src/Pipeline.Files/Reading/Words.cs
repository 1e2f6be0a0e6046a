namespace Pipeline.Files.Reading;

/// <summary>The words of the grammar for the values of an enumeration.</summary>
internal sealed class Words<T>(params (string Word, T Value)[] pairs)
    where T : struct
{
    /// <summary>The words, as people write them.</summary>
    public IReadOnlyList<string> All { get; } = [.. pairs.Select(pair => pair.Word)];

    /// <summary>What a word means, or null.</summary>
    public T? Find(string word) => pairs.Where(pair => pair.Word == word).Select(pair => (T?)pair.Value).FirstOrDefault();

    /// <summary>The word for a value.</summary>
    public string WordFor(T value) => pairs.First(pair => EqualityComparer<T>.Default.Equals(pair.Value, value)).Word;
}
