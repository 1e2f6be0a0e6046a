using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Pipeline.Core.Inputs;

namespace Pipeline.Data.Sources.Text;

/// <summary>
/// Characters of a text file in a stated encoding, one by one. Bytes that the encoding does not have are an error with
/// their place, never a replacement character.
/// </summary>
internal sealed class StrictText
{
    private readonly string path;
    private readonly Stream stream;
    private readonly Decoder? decoder;
    private readonly byte[] bytes = new byte[32_768];
    private readonly char[] chars = new char[65_536];
    private int held, next, end;
    private long decoded;
    private bool finished;

    /// <summary>Reads a stream from its beginning.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="stream">The file.</param>
    /// <param name="encoding">Name of the encoding; null means UTF-8.</param>
    /// <exception cref="BadInputException">The encoding is not known, or a byte-order mark contradicts it.</exception>
    public StrictText(string path, Stream stream, string? encoding)
    {
        this.path = path;
        this.stream = stream;
        held = stream.ReadAtLeast(bytes, 3, throwOnEndOfStream: false);
        var mark = bytes.AsSpan(0, held) switch
        {
            [0xEF, 0xBB, 0xBF, ..] => ("utf-8", 3),
            [0xFF, 0xFE, ..] => ("utf-16le", 2),
            [0xFE, 0xFF, ..] => ("utf-16be", 2),
            _ => (null, 0),
        };
        var stated = Canonical(encoding ?? "utf-8");
        if (stated == "utf-16") stated = mark.Item1 ?? throw new BadInputException(path, "It is said to be UTF-16 and has no byte-order mark.", "encoding: utf-16le or utf-16be");
        if (mark.Item1 is { } seen && seen != stated)
            throw new BadInputException($"{path}, byte 0", $"Its byte-order mark says {seen}, and {(encoding is null ? "no encoding was stated, which means utf-8" : $"{stated} was stated")}.", $"encoding: {seen}");
        decoder = stated == "utf-8" ? null : Find(stated).GetDecoder();
        decoded = mark.Item2;
        held -= mark.Item2;
        bytes.AsSpan(mark.Item2, held).CopyTo(bytes);
    }

    /// <summary>Bytes decoded so far.</summary>
    public long BytesRead => decoded;

    /// <summary>The next character, or -1 at the end.</summary>
    public int Next() => next < end || Fill() ? chars[next++] : -1;

    /// <summary>The next character without passing it, or -1 at the end.</summary>
    public int Peek() => next < end || Fill() ? chars[next] : -1;

    /// <summary>Passes and gives the characters up to a stop, or as many of them as are at hand.</summary>
    public ReadOnlySpan<char> Run(SearchValues<char> stops)
    {
        if (next >= end && !Fill()) return [];
        var ahead = chars.AsSpan(next, end - next);
        var stop = ahead.IndexOfAny(stops);
        var run = stop < 0 ? ahead : ahead[..stop];
        next += run.Length;
        return run;
    }

    private bool Fill()
    {
        next = end = 0;
        while (end == 0)
        {
            if (finished && held == 0) return false;
            // A read into a full buffer gives nothing, which is not the end.
            if (!finished && held < bytes.Length)
            {
                var read = stream.Read(bytes, held, bytes.Length - held);
                finished = read == 0;
                held += read;
            }
            if (decoder is null) DecodeUtf8();
            else DecodeOther();
        }
        return true;
    }

    private void DecodeUtf8()
    {
        var status = Utf8.ToUtf16(bytes.AsSpan(0, held), chars, out var used, out end, replaceInvalidSequences: false, isFinalBlock: finished);
        if (status == OperationStatus.InvalidData) throw Invalid(decoded + used, "UTF-8");
        Keep(used);
    }

    private void DecodeOther()
    {
        try
        {
            decoder!.Convert(bytes, 0, held, chars, 0, chars.Length, flush: finished, out var used, out end, out _);
            Keep(used);
        }
        catch (DecoderFallbackException broken)
        {
            throw Invalid(decoded + Math.Max(0, broken.Index), "the stated encoding");
        }
    }

    private void Keep(int used)
    {
        decoded += used;
        held -= used;
        bytes.AsSpan(used, held).CopyTo(bytes);
    }

    private BadInputException Invalid(long at, string encoding) =>
        new($"{path}, byte {at}", $"The byte there is not valid in {encoding}.", "text in the stated encoding (UTF-8 when none is stated)");

    private static string Canonical(string encoding) => encoding.ToLowerInvariant() switch
    {
        "utf8" => "utf-8",
        "utf-16-le" or "utf16le" or "utf-16le" => "utf-16le",
        "utf-16-be" or "utf16be" or "utf-16be" => "utf-16be",
        "utf16" => "utf-16",
        "latin1" or "latin-1" => "iso-8859-1",
        var other => other,
    };

    private Encoding Find(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            var known = CodePagesEncodingProvider.Instance.GetEncodings().Concat(Encoding.GetEncodings()).Select(encoding => encoding.Name).Distinct();
            throw new BadInputException(path, $"There is no encoding '{name}'.", "an encoding such as utf-8, utf-16le, latin1 or shift_jis", NearestName.Of(name, known));
        }
    }
}
