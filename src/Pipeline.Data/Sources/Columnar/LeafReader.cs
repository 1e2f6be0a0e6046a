using System.Runtime.InteropServices;
using System.Text;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Pipeline.Data.Sources.Columnar;

/// <summary>
/// Reads leaf columns through the Parquet library into memory of our own. The library's own buffers are pooled and may
/// still hold another file's values where a damaged page gives fewer than it promised; ours are marked beforehand where
/// the type allows, so that a value that was never written is noticed.
/// </summary>
internal static class LeafReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly byte[] NeverWritten = [0];

    /// <summary>Reads a leaf of a row group.</summary>
    /// <exception cref="Exception">Whatever the library throws on what it cannot decode.</exception>
    public static LeafColumn Read(SchemaNode leaf, ParquetRowGroupReader group, int count, CancellationToken cancellation)
    {
        if (count == 0) return new LeafColumn(0, null, null, leaf.Definition, _ => throw new InvalidDataException("There is no value."));
        var type = leaf.Field!.ClrType;
        if (type == typeof(ReadOnlyMemory<char>)) return Strings(leaf, group, count, cancellation);
        if (type == typeof(ReadOnlyMemory<byte>)) return Bytes(leaf, leaf.Field, group, count, bytes => bytes.ToArray(), cancellation);
        if (type == typeof(DateTime))
        {
            // INT96 has no zone, whatever the library says of it.
            var utc = leaf.Field is DateTimeDataField { IsAdjustedToUTC: true } && leaf.Element!.Type != Parquet.Meta.Type.INT96;
            return Values<DateTime>(leaf, group, count, value => DateTime.SpecifyKind(value, utc ? DateTimeKind.Utc : DateTimeKind.Unspecified), cancellation);
        }
        if (type == typeof(BigDecimal)) return Values<BigDecimal>(leaf, group, count, value => leaf.Element!.Precision <= 28 ? decimal.Parse(value.ToString()) : value.ToString(), cancellation);
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => Values<bool>(leaf, group, count, null, cancellation),
            TypeCode.SByte => Values<sbyte>(leaf, group, count, null, cancellation),
            TypeCode.Byte => Values<byte>(leaf, group, count, null, cancellation),
            TypeCode.Int16 => Values<short>(leaf, group, count, null, cancellation),
            TypeCode.UInt16 => Values<ushort>(leaf, group, count, null, cancellation),
            TypeCode.Int32 => Values<int>(leaf, group, count, null, cancellation),
            TypeCode.UInt32 => Values<uint>(leaf, group, count, null, cancellation),
            TypeCode.Int64 => Values<long>(leaf, group, count, null, cancellation),
            TypeCode.UInt64 => Values<ulong>(leaf, group, count, null, cancellation),
            TypeCode.Single => Values<float>(leaf, group, count, null, cancellation),
            TypeCode.Double => Values<double>(leaf, group, count, null, cancellation),
            _ when type == typeof(DateOnly) => Values<DateOnly>(leaf, group, count, null, cancellation),
            _ when type == typeof(TimeOnly) => Values<TimeOnly>(leaf, group, count, null, cancellation),
            _ when type == typeof(TimeSpan) => Values<TimeSpan>(leaf, group, count, null, cancellation),
            _ when type == typeof(Guid) => Values<Guid>(leaf, group, count, null, cancellation),
            _ => throw new NotSupportedException($"Columns of type {type.Name} cannot be read."),
        };
    }

    private static LeafColumn Values<T>(SchemaNode leaf, ParquetRowGroupReader group, int count, Func<T, object>? convert, CancellationToken cancellation)
        where T : struct
    {
        var values = new T[count];
        var (definitions, repetitions) = Fill(leaf, leaf.Field!, group, values, cancellation);
        return new LeafColumn(count, definitions, repetitions, leaf.Definition, k => convert is null ? values[k] : convert(values[k]));
    }

    /// <summary>Reads UTF-8 as bytes and decodes it here: the library would replace what is no UTF-8 and say nothing.</summary>
    private static LeafColumn Strings(SchemaNode leaf, ParquetRowGroupReader group, int count, CancellationToken cancellation)
    {
        if (leaf.Field!.Path.Length > 1)
            return Values<ReadOnlyMemory<char>>(leaf, group, count, value => value.ToString(), cancellation);
        var raw = new DataField(leaf.Field.Name, typeof(ReadOnlyMemory<byte>), leaf.Definition > 0);
        _ = new ParquetSchema(raw);
        return Bytes(leaf, raw, group, count, bytes => StrictUtf8.GetString(bytes.Span), cancellation);
    }

    private static LeafColumn Bytes(
        SchemaNode leaf, DataField field, ParquetRowGroupReader group, int count, Func<ReadOnlyMemory<byte>, object> convert, CancellationToken cancellation)
    {
        var values = new ReadOnlyMemory<byte>[count];
        Array.Fill(values, NeverWritten);
        var (definitions, repetitions) = Fill(leaf, field, group, values, cancellation);
        return new LeafColumn(count, definitions, repetitions, leaf.Definition, k =>
            MemoryMarshal.TryGetArray(values[k], out var behind) && ReferenceEquals(behind.Array, NeverWritten)
                ? throw new InvalidDataException("A page holds fewer values than it says.")
                : convert(values[k]));
    }

    private static (int[]? Definitions, int[]? Repetitions) Fill<T>(
        SchemaNode leaf, DataField field, ParquetRowGroupReader group, T[] values, CancellationToken cancellation)
        where T : struct
    {
        var definitions = leaf.Definition > 0 ? new int[values.Length] : null;
        var repetitions = leaf.Repetition > 0 ? new int[values.Length] : null;
        group.ReadRawAsync<T>(field, values, definitions?.AsMemory(), repetitions?.AsMemory(), cancellation).AsTask().GetAwaiter().GetResult();
        return (definitions, repetitions);
    }
}
