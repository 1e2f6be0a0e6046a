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

/// <summary>A value of an enumeration, or <c>as-is</c>: none.</summary>
internal readonly struct Stated<T>(T? value)
    where T : struct, Enum
{
    /// <summary>The value; null for <c>as-is</c>.</summary>
    public T? Value { get; } = value;
}

/// <summary>Makes the words of values that may also be left as they are.</summary>
internal static class Stated
{
    /// <summary>The words, and <c>as-is</c>.</summary>
    public static Words<Stated<T>> Words<T>(params (string Word, T Value)[] pairs)
        where T : struct, Enum => new([.. pairs.Select(pair => (pair.Word, new Stated<T>(pair.Value))), (Grammar.AsIs, new Stated<T>(null))]);
}
