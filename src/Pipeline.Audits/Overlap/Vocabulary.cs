namespace Pipeline.Audits.Overlap;

/// <summary>
/// Numbers the candidate's different units from 0, so that the far larger source is compared as numbers. Units are told apart by
/// their characters; the hash only says where to look.
/// </summary>
public sealed class Vocabulary
{
    /// <summary>The number of every unit that no candidate text holds.</summary>
    public const int Unknown = -1;

    private ulong[] hashes = new ulong[64]; // 0 where nothing lies
    private int[] numbers = new int[64];
    private int[] ends = new int[32]; // of each unit's characters, one after the other
    private char[] characters = new char[256];

    /// <summary>How many different units there are.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes that the table takes.</summary>
    public long Bytes => 8L * hashes.Length + 4L * numbers.Length + 4L * ends.Length + 2L * characters.Length;

    /// <summary>The unit's number, or <see cref="Unknown"/>.</summary>
    /// <param name="unit">Its characters.</param>
    /// <param name="hash">Their <see cref="UnitHash"/>.</param>
    internal int NumberOf(ReadOnlySpan<char> unit, ulong hash)
    {
        for (var slot = (int)(hash >> 32) & (hashes.Length - 1); hashes[slot] != 0; slot = (slot + 1) & (hashes.Length - 1))
            if (hashes[slot] == hash && unit.SequenceEqual(CharactersOf(numbers[slot]))) return numbers[slot];
        return Unknown;
    }

    /// <summary>The unit's number; a new one where it has none.</summary>
    internal int Learn(ReadOnlySpan<char> unit, ulong hash)
    {
        var known = NumberOf(unit, hash);
        if (known != Unknown) return known;
        if (2 * (Count + 1) > hashes.Length) Grow();
        var start = Count == 0 ? 0 : ends[Count - 1];
        if (Count == ends.Length) Array.Resize(ref ends, 2 * Count);
        if (start + unit.Length > characters.Length) Array.Resize(ref characters, Math.Max(2 * characters.Length, start + unit.Length));
        unit.CopyTo(characters.AsSpan(start));
        ends[Count] = start + unit.Length;
        Place(hash, Count);
        return Count++;
    }

    private ReadOnlySpan<char> CharactersOf(int number)
    {
        var start = number == 0 ? 0 : ends[number - 1];
        return characters.AsSpan(start, ends[number] - start);
    }

    private void Place(ulong hash, int number)
    {
        var slot = (int)(hash >> 32) & (hashes.Length - 1);
        while (hashes[slot] != 0) slot = (slot + 1) & (hashes.Length - 1);
        (hashes[slot], numbers[slot]) = (hash, number);
    }

    private void Grow()
    {
        var (old, oldNumbers) = (hashes, numbers);
        (hashes, numbers) = (new ulong[2 * old.Length], new int[2 * old.Length]);
        for (var i = 0; i < old.Length; i++)
            if (old[i] != 0) Place(old[i], oldNumbers[i]);
    }
}
