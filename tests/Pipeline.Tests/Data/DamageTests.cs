using CsCheck;
using Pipeline.Core.Inputs;
using Pipeline.Data.Sources;

namespace Pipeline.Tests.Data;

/// <summary>Whatever is done to a file, reading it ends in rows or in a refusal: never in another exception, never without end.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("parquet", "types.parquet", SourceFormat.Parquet)]
    [InlineData("parquet", "nested.parquet", SourceFormat.Parquet)]
    [InlineData("parquet", "page-v2-zstd-plain.parquet", SourceFormat.Parquet)]
    [InlineData("parquet", "delta-encodings.parquet", SourceFormat.Parquet)]
    [InlineData("parquet", "dictionary-snappy.parquet", SourceFormat.Parquet)]
    [InlineData("sources", "rfc4180.csv", SourceFormat.Csv)]
    [InlineData("sources", "good.jsonl", SourceFormat.JsonLines)]
    public void Reads_or_refuses_a_file_with_some_bytes_changed(string area, string file, SourceFormat format)
    {
        var sound = File.ReadAllBytes(Fixtures.Golden(area, file));
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte).List[1, 4].Sample(
            changes =>
            {
                var bytes = (byte[])sound.Clone();
                foreach (var (at, value) in changes) bytes[at] = value;
                ReadOrRefuse(bytes, format);
            },
            iter: 100,
            threads: 1);
    }

    [Fact]
    public void Refuses_a_list_whose_levels_do_not_fit_its_schema()
    {
        var bytes = File.ReadAllBytes(Fixtures.Golden("parquet", "nested.parquet"));
        (bytes[2364], bytes[583]) = (246, 60);
        Assert.False(ReadOrRefuse(bytes, SourceFormat.Parquet));
    }

    [Theory]
    [InlineData("plain-none.parquet")]
    [InlineData("checksums.parquet")]
    public void Refuses_a_Parquet_file_cut_off_anywhere(string file)
    {
        var sound = File.ReadAllBytes(Fixtures.Golden("parquet", file));
        for (var length = 0; length < sound.Length; length++) Assert.False(ReadOrRefuse(sound[..length], SourceFormat.Parquet), $"{length} bytes were read");
    }

    [Fact]
    public void Refuses_every_changed_bit_under_a_checksum()
    {
        var sound = File.ReadAllBytes(Fixtures.Golden("parquet", "checksums.parquet"));
        var text = sound.AsSpan().IndexOf("plain"u8);
        for (var bit = 0; bit < 200; bit++)
        {
            var bytes = (byte[])sound.Clone();
            bytes[text + bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(ReadOrRefuse(bytes, SourceFormat.Parquet));
        }
    }

    [Fact]
    public void Refuses_text_that_is_not_UTF8_in_a_Parquet_column()
    {
        var bytes = File.ReadAllBytes(Fixtures.Golden("parquet", "plain-none.parquet"));
        bytes[bytes.AsSpan().IndexOf("plain"u8)] = 0xFF;
        Assert.False(ReadOrRefuse(bytes, SourceFormat.Parquet));
    }

    private bool ReadOrRefuse(byte[] bytes, SourceFormat format)
    {
        var path = folder.PathOf("damaged");
        File.WriteAllBytes(path, bytes);
        try
        {
            using var table = SourceTable.Open(path, format, null, null, CancellationToken.None);
            Assert.Equal(table.RowCount, table.Rows(table.Columns, CancellationToken.None).LongCount());
            return true;
        }
        catch (BadInputException)
        {
            return false;
        }
    }
}
