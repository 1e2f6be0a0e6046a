using System.IO.Compression;
using K4os.Compression.LZ4;
using Parquet.Meta;
using Snappier;

namespace Pipeline.Data.Sources.Columnar;

/// <summary>Decompresses a page into exactly the size that its header gives.</summary>
internal static class PageCodec
{
    /// <summary>Decompresses.</summary>
    /// <exception cref="InvalidDataException">The bytes do not become that many, or the codec is not known.</exception>
    public static byte[] Decompress(ReadOnlySpan<byte> bytes, CompressionCodec codec, int size)
    {
        var page = new byte[size];
        var written = codec switch
        {
            CompressionCodec.UNCOMPRESSED => bytes.TryCopyTo(page) ? bytes.Length : -1,
            CompressionCodec.SNAPPY => Snappy.Decompress(bytes, page),
            CompressionCodec.ZSTD => Zstd(bytes, page),
            CompressionCodec.LZ4_RAW => LZ4Codec.Decode(bytes, page),
            CompressionCodec.GZIP => Read(new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress), page),
            CompressionCodec.BROTLI => Read(new BrotliStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress), page),
            _ => throw new InvalidDataException($"The codec {codec} is not known."),
        };
        return written == size ? page : throw new InvalidDataException("A page does not decompress to its size.");
    }

    private static int Zstd(ReadOnlySpan<byte> bytes, Span<byte> page)
    {
        using var zstd = new ZstdSharp.Decompressor();
        return zstd.Unwrap(bytes, page);
    }

    private static int Read(Stream decompressed, byte[] page)
    {
        using (decompressed) return decompressed.ReadAtLeast(page, page.Length, throwOnEndOfStream: false);
    }
}
