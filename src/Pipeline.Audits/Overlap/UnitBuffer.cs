namespace Pipeline.Audits.Overlap;

/// <summary>A text as numbers: room that is used again for every text.</summary>
public sealed class UnitBuffer
{
    private int[] numbers = new int[256];
    private ulong[] hashes = [];

    /// <summary>How many units the text has.</summary>
    public int Count { get; private set; }

    /// <summary>The number of each unit in the candidate's vocabulary, or <see cref="Vocabulary.Unknown"/>.</summary>
    public ReadOnlySpan<int> Numbers => numbers.AsSpan(0, Count);

    /// <summary>The hash of each unit, where hashes were asked for.</summary>
    internal ReadOnlySpan<ulong> Hashes => hashes.AsSpan(0, Count);

    internal void Clear() => Count = 0;

    internal void Add(int number)
    {
        if (Count == numbers.Length) Array.Resize(ref numbers, 2 * Count);
        numbers[Count++] = number;
    }

    internal void Add(int number, ulong hash)
    {
        Add(number);
        if (hashes.Length < numbers.Length) Array.Resize(ref hashes, numbers.Length);
        hashes[Count - 1] = hash;
    }
}
