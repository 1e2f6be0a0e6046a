using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Core.Corpora;

namespace Pipeline.Audits.Attributes;

/// <summary>
/// Choices that look random and are none: each is a hash of the seed, what is chosen for and the thing itself. So they do not depend on the
/// order in which things come, on threads, or on what else there is.
/// </summary>
internal sealed class Draw(int seed)
{
    /// <summary>A number for a thing, uniform over all.</summary>
    public ulong Of(string purpose, string thing) => BinaryPrimitives.ReadUInt64LittleEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}\0{purpose}\0{thing}"))));

    /// <summary>
    /// At most so many units with one record each, in the order of the records. Memory holds no more records than that, whatever the
    /// source's size; a unit is one trial, however many records it has.
    /// </summary>
    public IReadOnlyList<(int Number, SourceRecord Record)> OneOfEachUnit(IEnumerable<SourceRecord> records, int most)
    {
        var kept = new Dictionary<string, (ulong Unit, ulong Rank, int Number, SourceRecord Record)>(StringComparer.Ordinal);
        var order = new SortedSet<(ulong Unit, string Name)>();
        var number = -1;
        foreach (var record in records)
        {
            number++;
            var rank = Of("record", record.Id);
            if (kept.TryGetValue(record.Unit, out var known))
            {
                if (rank < known.Rank) kept[record.Unit] = (known.Unit, rank, number, record);
                continue;
            }
            var unit = Of("unit", record.Unit);
            if (kept.Count == most)
            {
                var last = order.Max;
                if (unit >= last.Unit) continue;
                order.Remove(last);
                kept.Remove(last.Name);
            }
            order.Add((unit, record.Unit));
            kept.Add(record.Unit, (unit, rank, number, record));
        }
        return [.. kept.Values.OrderBy(one => one.Number).Select(one => (one.Number, one.Record))];
    }
}
